import threading

from likeness.takes.shelf import Shelf


class Maker:
    def __init__(self):
        self.made = []

    def __call__(self, key):
        self.made.append(key)
        return f"thing {key}"


def test_keeps_the_latest_few():
    maker = Maker()
    shelf = Shelf(maker, n_kept=2)
    for key in (1, 2, 1, 3, 1, 2):
        with shelf.borrowed(key) as thing:
            assert thing == f"thing {key}"
    assert maker.made == [1, 2, 3, 2]


def test_what_is_in_use_stays():
    maker = Maker()
    shelf = Shelf(maker, n_kept=1)
    with shelf.borrowed(1):
        for key in (2, 3):
            with shelf.borrowed(key):
                pass
        with shelf.borrowed(1):
            pass
    assert maker.made == [1, 2, 3]


def test_a_failure_is_told_and_tried_again():
    calls = []

    def make(key):
        calls.append(key)
        if len(calls) == 1:
            raise ValueError("no")
        return key

    shelf = Shelf(make, n_kept=1)
    for expected in (ValueError, None):
        try:
            with shelf.borrowed(5) as thing:
                assert thing == 5
        except ValueError:
            assert expected is ValueError
    assert calls == [5, 5]


def test_many_threads_get_one_and_the_same():
    maker = Maker()
    shelf = Shelf(maker, n_kept=1)
    gate = threading.Barrier(8)
    found = []

    def work():
        gate.wait(timeout=10)
        with shelf.borrowed("a") as thing:
            found.append(thing)

    threads = [threading.Thread(target=work) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=10)
    assert maker.made == ["a"]
    assert len({id(thing) for thing in found}) == 1
    assert len(found) == 8

"""A few costly things kept at hand: prepared pictures, takes that are set up."""

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Generic, TypeVar

Key = TypeVar("Key", bound=Hashable)
Thing = TypeVar("Thing")


@dataclass
class _Place(Generic[Thing]):
    """One thing with those who use it."""

    things: list[Thing] = field(default_factory=list)
    n_users: int = 0
    making: threading.Lock = field(default_factory=threading.Lock)


class Shelf(Generic[Key, Thing]):
    """Makes things when they are first asked for and keeps the latest few; safe between threads.

    >>> shelf = Shelf(str, n_kept=1)
    >>> with shelf.borrowed(7) as thing:
    ...     thing
    '7'
    """

    def __init__(self, make: Callable[[Key], Thing], n_kept: int) -> None:
        """`n_kept` things stay when nobody uses them."""
        self._make, self._n_kept = make, n_kept
        self._places: OrderedDict[Key, _Place[Thing]] = OrderedDict()
        self._lock = threading.Lock()

    @contextmanager
    def borrowed(self, key: Key) -> Iterator[Thing]:
        """Lend a thing; it is made now if it is not there, and others who want it wait for it."""
        with self._lock:
            place = self._places.setdefault(key, _Place())
            self._places.move_to_end(key)
            place.n_users += 1
        try:
            with place.making:
                if not place.things:
                    place.things.append(self._make(key))
            yield place.things[0]
        finally:
            with self._lock:
                place.n_users -= 1
                self._clear()

    def _clear(self) -> None:
        """Take away what was not used for longest."""
        idle = [key for key, place in self._places.items() if place.n_users == 0]
        for key in idle[: max(0, len(self._places) - self._n_kept)]:
            del self._places[key]

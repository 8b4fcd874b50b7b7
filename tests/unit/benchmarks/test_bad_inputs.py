import pytest
from benchmarks.bad_inputs import LIMIT_BYTES, faults_of, made_files
from benchmarks.child_run import ChildRun


def refused(
    stderr="error [no_face_found]: No face was found. Try another picture.\n", wall_s=2.0, peak_bytes=0
):
    return ChildRun(3, wall_s, 1.0, peak_bytes, "", stderr)


def test_clear_refusal_is_right():
    assert faults_of(refused(), ()) == ()


@pytest.mark.parametrize(
    ("run", "left", "fault"),
    [
        (refused("Traceback (most recent call last):\nerror [a]: B.\n"), (), "traceback"),
        (refused("Segmentation fault\n"), (), "no clear line"),
        (refused("error [a]: B.\nwarning: c\n"), (), "2 lines"),
        (refused(), (".film.mp4.partial",), "left .film.mp4.partial"),
        (refused(wall_s=7.0), (), "7.0 s"),
        (refused(peak_bytes=LIMIT_BYTES + 1), (), "1024 MiB"),
    ],
)
def test_fault_is_named(run, left, fault):
    assert any(fault in one for one in faults_of(run, left))


def test_success_leaves_the_film_alone():
    success = ChildRun(0, 9.0, 1.0, 0, "", "")
    assert faults_of(success, ("film.mp4",)) == ()
    assert faults_of(success, ()) != ()


def test_bad_files_can_be_made_without_test_data(tmp_path):
    names = {file.name for file in made_files(tmp_path / "bad")}
    assert {"empty.jpg", "half.png", "wall.png"} <= names

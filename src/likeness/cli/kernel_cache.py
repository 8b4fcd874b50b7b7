"""A place for compiled kernels when neither the program nor its user has one."""

import os
import stat
import tempfile
from pathlib import Path

VARIABLE = "NUMBA_CACHE_DIR"


def keep_kernels_somewhere() -> None:
    """Name a folder for compiled kernels if numba would find none; call it before numba is imported.

    Without any folder numba refuses to load kernels that ask for one. This happens to a user without a home
    in a container whose programs lie on a read-only disk.
    """
    folder = kernel_folder()
    if folder not in _usual_folders():
        os.environ[VARIABLE] = str(folder)


def kernel_folder() -> Path:
    """Return where compiled kernels are kept."""
    if named := os.environ.get(VARIABLE):
        return Path(named)
    return next(filter(_can_be_written, _usual_folders()), None) or _own_temporary_folder()


def _usual_folders() -> tuple[Path, ...]:
    """Return where numba keeps kernels by itself: beside the code, else in the user's cache."""
    import likeness

    home_cache = os.environ.get("XDG_CACHE_HOME") or str(Path("~/.cache").expanduser())
    return Path(likeness.__file__).parent, Path(home_cache, "numba")


def _can_be_written(folder: Path) -> bool:
    """Try it, as numba does: permissions do not tell about read-only disks."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            return True
    except OSError:
        return False


def _own_temporary_folder() -> Path:
    """Return a folder that only this user can write: what lies there is run."""
    folder = Path(tempfile.gettempdir(), f"likeness-kernels-{os.getuid()}")
    try:
        folder.mkdir(mode=0o700, exist_ok=True)
        found = folder.lstat()
        is_own = stat.S_ISDIR(found.st_mode) and found.st_uid == os.getuid() and not found.st_mode & 0o022
    except OSError:
        is_own = False
    return folder if is_own else Path(tempfile.mkdtemp(prefix="likeness-kernels-"))

"""Whether anybody but its owner can get at the state: the folder 0700, each file in it 0600."""

import os
import stat
from pathlib import Path


def open_to_others(folder: Path) -> list[Path]:
    """What of the state others can read, write or replace, or what is somebody else's."""
    if not folder.is_dir():
        return []
    return [each for each in (folder, *sorted(folder.iterdir())) if _is_open(each)]


def _is_open(path: Path) -> bool:
    try:
        found = path.lstat()
    except FileNotFoundError:  # a log that SQLite has just removed
        return False
    is_ours = found.st_uid == os.geteuid() and not stat.S_ISLNK(found.st_mode)
    return not is_ours or bool(stat.S_IMODE(found.st_mode) & 0o077)

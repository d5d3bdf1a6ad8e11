"""One writer at a time: a lock between processes that dies with its holder."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_PATIENCE = 10.0  # seconds; a writer holds the lock for milliseconds


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """Hold the lock of this name inside the block.

    Raises:
        OSError: the lock's file cannot be opened, or another process holds it for longer than anyone should.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o666)
    try:
        _wait(handle, path)
        try:
            yield
        finally:
            _let_go(handle)
    finally:
        os.close(handle)


def _wait(handle: int, path: Path) -> None:
    """Try again and again: a lock that blocked could hang a run on a network file system."""
    end = time.monotonic() + _PATIENCE
    while True:
        try:
            return _take(handle)
        except (BlockingIOError, PermissionError):
            if time.monotonic() > end:
                raise TimeoutError(f"{path}: held by another process") from None
            time.sleep(0.01)


if sys.platform == "win32":
    import msvcrt

    def _take(handle: int) -> None:
        os.lseek(handle, 0, os.SEEK_SET)
        msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)

    def _let_go(handle: int) -> None:
        os.lseek(handle, 0, os.SEEK_SET)
        msvcrt.locking(handle, msvcrt.LK_UNLCK, 1)

else:
    import fcntl

    def _take(handle: int) -> None:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)

    def _let_go(handle: int) -> None:
        fcntl.flock(handle, fcntl.LOCK_UN)

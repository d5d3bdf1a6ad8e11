"""Noticing that a file was saved: watchfiles tells at once, and looking at the files themselves tells for sure.

Events alone would not do: network folders and some containers send none, and an editor's one save can be three of
them. So an event only says "look now"; what counts is whether a file's stamp has changed.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path

from torchgrade.watch.events import Post, Saved

_STEP_MS = 10  # a pause of this length ends one save
_LONGEST_MS = 100

Stamp = tuple[int, int, int] | None
Stamps = Mapping[Path, Stamp]


def stamps(paths: Iterable[Path]) -> Stamps:
    """What tells one version of each file from the next, None for a file that is not there."""
    return {path: _stamp(path) for path in paths}


def _stamp(path: Path) -> Stamp:
    try:
        info = path.stat()
    except (OSError, ValueError):
        return None
    return info.st_mtime_ns, info.st_size, info.st_ino


class Watcher:
    """Posts `Saved` soon after anything in some folders changes, for as long as it is open."""

    def __init__(self, folders: Iterable[Path], post: Post) -> None:
        self._folders = [folder for folder in folders if folder.is_dir()]
        self._post = post
        self._end = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)

    def __enter__(self) -> Watcher:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._end.set()
        self._thread.join(timeout=2)

    def _watch(self) -> None:
        try:
            from watchfiles import watch
        except ImportError:  # then looking now and again must do
            return
        with suppress(Exception):  # out of inotify watches, a folder that went away: looking must do here too
            for _ in watch(
                *self._folders,
                step=_STEP_MS,
                debounce=_LONGEST_MS,
                rust_timeout=200,
                stop_event=self._end,
                raise_interrupt=False,
            ):
                self._post(Saved())

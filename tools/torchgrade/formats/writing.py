"""Several files written as one: all aside first, then each renamed, so that a full disk leaves nothing behind."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from torchgrade.errors import BadInput


def write_all(files: Iterable[tuple[Path, bytes]]) -> list[Path]:
    """Write files, each whole, and all of them or none; return their paths.

    Args:
        files: path and content; taken one at a time, so that not all need fit in memory.

    Raises:
        BadInput: one cannot be written; nothing has changed then.
    """
    with _asides() as asides, _made() as made:
        for path, data in files:
            with _named(path):
                if path.is_dir():
                    raise IsADirectoryError(0, "a folder stands in its place")
                _make(path.parent, made)
                aside = path.with_name(f".{path.name[:100]}.{os.getpid()}-{len(asides)}.tmp")
                asides[aside] = path
                _write(aside, data)
        made.clear()
        for aside, path in asides.items():
            with _named(path):
                os.replace(aside, path)
        return list(asides.values())


@contextmanager
def _named(path: Path) -> Iterator[None]:
    """Errors of the system as a sentence that names the file."""
    try:
        yield
    except OSError as error:
        why = error.strerror or str(error)
        raise BadInput(f"{path}: cannot be written ({why}). Make room, or name another place with --out.") from None


@contextmanager
def _asides() -> Iterator[dict[Path, Path]]:
    asides: dict[Path, Path] = {}
    try:
        yield asides
    finally:
        for aside in asides:
            with suppress(OSError):
                aside.unlink(missing_ok=True)


@contextmanager
def _made() -> Iterator[list[Path]]:
    """Folders that were made for files that were never written are removed again."""
    made: list[Path] = []
    try:
        yield made
    finally:
        for folder in reversed(made):
            for aside in folder.glob(".*.tmp"):
                with suppress(OSError):
                    aside.unlink()
            with suppress(OSError):
                folder.rmdir()


def _make(folder: Path, made: list[Path]) -> None:
    missing = [path for path in (folder, *folder.parents) if not path.exists()]
    folder.mkdir(parents=True, exist_ok=True)
    made += reversed(missing)


def _write(path: Path, data: bytes) -> None:
    with open(path, "wb") as stream:
        stream.write(data)
        stream.flush()
        os.fsync(stream.fileno())

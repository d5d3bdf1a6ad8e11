"""What of a checkout is graded: the files that answer exercises, copied out of it, and nothing else."""

from __future__ import annotations

import os
import shutil
import stat
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import suppress
from fnmatch import fnmatchcase
from pathlib import Path

from torchgrade.errors import BadInput
from torchgrade.submission import MOST_BYTES, MOST_FILES

_SUFFIXES = (".py", ".ipynb")
_SKIPPED = frozenset({"__pycache__", "node_modules", "__MACOSX"})


def collect(checkout: Path, exercises: Collection[str], patterns: Sequence[str], into: Path) -> dict[str, str]:
    """Copy the files of a submission; return by an exercise's name where its file lies in the checkout.

    Only `exercises/` is looked at where there is such a folder, else the whole checkout. Links are not followed.

    Args:
        checkout: where the learner's files are.
        exercises: short names of exercises; files of these names are copied.
        patterns: more files to copy, as in "helpers/*.py", seen from the folder that is looked at.
        into: an empty folder.

    Raises:
        BadInput: there are too many of them, or they cannot be read.
    """
    base = checkout / "exercises"
    if not base.is_dir() or base.is_symlink():
        base = checkout

    def wanted(relative: Path) -> bool:
        named = relative.stem in exercises and relative.suffix.lower() in _SUFFIXES
        return named or any(fnmatchcase(relative.as_posix(), pattern) for pattern in patterns)

    places: dict[str, str] = {}
    try:
        for number, relative in enumerate(_walk(base, wanted)):
            if number >= MOST_FILES:
                raise BadInput(f"{checkout}: has more than {MOST_FILES} files to grade. Name fewer with --files.")
            _copy(base / relative, into / relative)
            places.setdefault(relative.stem, (base / relative).relative_to(checkout).as_posix())
    except OSError as error:
        raise BadInput(
            f"{error.filename or checkout}: cannot be read ({error.strerror}). Check it out again."
        ) from None
    if not places:  # nothing was handed in, which is a grade: every exercise is missing
        into.mkdir(parents=True, exist_ok=True)
        (into / "nothing_handed_in.py").touch()
    return places


def _walk(base: Path, wanted: Callable[[Path], bool]) -> Iterator[Path]:
    for folder, folders, names in os.walk(base, followlinks=False):
        here = Path(folder)
        folders[:] = sorted(name for name in folders if _is_looked_at(here / name))
        for name in sorted(names):
            relative = (here / name).relative_to(base)
            if wanted(relative):
                yield relative


def _is_looked_at(folder: Path) -> bool:
    """Neither what programs keep for themselves nor a virtual environment."""
    ours = folder.name.startswith(".") or folder.name in _SKIPPED
    return not ours and not (folder / "pyvenv.cfg").exists()


def _copy(source: Path, target: Path) -> None:
    """A copy never longer than what is refused anyway; what is no file becomes a link, which is refused as one."""
    target.parent.mkdir(parents=True, exist_ok=True)
    if not stat.S_ISREG(source.lstat().st_mode):
        with suppress(OSError, NotImplementedError):
            target.symlink_to(os.devnull)
        return
    with open(source, "rb") as stream, open(target, "wb") as copy:
        left = MOST_BYTES + 1
        while left > 0 and (chunk := stream.read(min(left, shutil.COPY_BUFSIZE))):  # type: ignore[attr-defined]
            copy.write(chunk)
            left -= len(chunk)

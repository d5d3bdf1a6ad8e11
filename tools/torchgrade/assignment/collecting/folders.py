"""Hand-ins that lie in a folder: one sub-folder, zip, .py file or git repository each."""

from __future__ import annotations

import os
import re
import stat
import zipfile
from collections.abc import Callable, Iterator
from datetime import datetime, timezone
from functools import partial
from pathlib import Path

from torchgrade.archives import read_zip
from torchgrade.assignment.collecting.found import Files, Found
from torchgrade.assignment.collecting.repositories import found_in_repository, is_repository
from torchgrade.errors import BadInput
from torchgrade.submission import MOST_BYTES, MOST_FILES

_ATTEMPT = re.compile(r"(.+)@(\d{1,4})")
_SKIPPED = frozenset({"__pycache__", "__MACOSX", "node_modules"})


def in_folder(folder: Path, wanted: Callable[[str], bool], latest: datetime | None) -> Iterator[Found]:
    """Every hand-in of a folder; `ada@2` is ada's second.

    Args:
        folder: where to look.
        wanted: which files to take.
        latest: of a repository the last commit up to this moment is taken.
    """
    for path in sorted(folder.iterdir()):
        name = path.stem if path.is_file() else path.name.removesuffix(".git")
        match = _ATTEMPT.fullmatch(name)
        keys, attempt = ((match[1],), int(match[2])) if match else ((name,), None)
        if path.name.startswith(".") or path.name in _SKIPPED or path.is_symlink():
            continue
        if path.is_dir() and is_repository(path):
            yield found_in_repository(path, keys, wanted, latest)
        elif path.is_dir():
            yield Found(str(path), keys, _newest(path), partial(_read_folder, path, wanted), attempt)
        elif path.suffix.lower() == ".zip":
            yield Found(str(path), keys, _time(path), partial(zip_files, path, str(path), wanted), attempt)
        elif wanted(path.name):
            yield Found(str(path), keys, _time(path), partial(_read_one, path), attempt)


def zip_files(path: Path, called: str, wanted: Callable[[str], bool]) -> Files:
    """The files of one student's zip.

    Raises:
        BadInput: it is damaged or holds too much.
    """
    try:
        return read_zip(path, MOST_FILES, MOST_BYTES, wanted)
    except (OSError, zipfile.BadZipFile) as error:
        raise BadInput(f"{called}: cannot be read ({error}). Ask for it once more.") from None
    except BadInput as error:
        raise BadInput(str(error).replace(str(path), called)) from None


def _time(path: Path) -> datetime:
    return datetime.fromtimestamp(path.lstat().st_mtime, timezone.utc).replace(microsecond=0)


def _newest(folder: Path) -> datetime | None:
    return max((_time(path) for path in _walk(folder)), default=None)


def _walk(root: Path) -> Iterator[Path]:
    for folder, folders, names in os.walk(root, followlinks=False):
        folders[:] = sorted(name for name in folders if not name.startswith(".") and name not in _SKIPPED)
        yield from (Path(folder, name) for name in sorted(names))


def _read_one(path: Path) -> Files:
    problem = _problem(path, path.name)
    return ({}, {path.name: problem}) if problem else ({path.name: path.read_bytes()}, {})


def _read_folder(root: Path, wanted: Callable[[str], bool]) -> Files:
    raw: dict[str, bytes] = {}
    problems: dict[str, str] = {}
    for path in _walk(root):
        name = path.relative_to(root).as_posix()
        if not wanted(name):
            continue
        if len(raw) >= MOST_FILES:
            raise BadInput(f"{root}: holds more than {MOST_FILES} files to collect. Submit the exercises alone.")
        problem = _problem(path, name)
        if problem:
            problems[name] = problem
        else:
            raw[name] = path.read_bytes()
    return raw, problems


def _problem(path: Path, name: str) -> str:
    info = path.lstat()
    if not stat.S_ISREG(info.st_mode):
        return f"{name} is a link or a special file; hand in the file itself"
    return f"{name} is larger than {MOST_BYTES // 2**20} MB; no answer needs that" if info.st_size > MOST_BYTES else ""

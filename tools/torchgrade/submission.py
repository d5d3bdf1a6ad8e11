"""A learner's files: read from a folder, a zip or one file, and matched with the exercises they answer."""

from __future__ import annotations

import ast
import hashlib
import os
import stat
import zipfile
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path, PurePosixPath

from torchgrade import archives
from torchgrade.errors import BadInput
from torchgrade.source_text import NotText, to_text

MOST_FILES = 2_000
MOST_BYTES = 2 * 2**20
_SKIPPED = frozenset({"__pycache__", "node_modules", "__MACOSX"})


@dataclass(frozen=True)
class Submission:
    """A learner's Python files at one time.

    `files` maps posix paths to text; `problems` says, by path, why a file could not be used; `base` is the
    folder they lie in when tracebacks should point there, else "".
    """

    name: str
    files: dict[str, str]
    problems: dict[str, str] = field(default_factory=dict)
    sha256: str = ""
    base: str = ""

    @cached_property
    def definitions(self) -> dict[str, frozenset[str]]:
        """The top-level names that each file defines; none for a file that does not parse."""
        return {path: defined_names(text) for path, text in self.files.items()}


@dataclass(frozen=True)
class Match:
    """Which file answers an exercise: `path`, or why none does, `ambiguous` with the candidates."""

    path: str | None
    ambiguous: tuple[str, ...] = ()
    problem: str = ""


def answer_for(submission: Submission, exercise: str, names: Sequence[str], others: Iterable[str] = ()) -> Match:
    """The file that answers an exercise.

    Args:
        submission: where to look.
        exercise: the exercise's id; a file of its name answers it, the one in its unit's folder first.
        names: what the exercise asks for; any other file answers it if it alone defines them all.
        others: names of other exercises, whose files are not looked at.
    """
    unit, _, name = exercise.rpartition("/")
    everything = [*submission.files, *submission.problems]
    named = [path for path in everything if PurePosixPath(path).stem == name]
    at_home = [path for path in named if PurePosixPath(path).parent.name == unit]
    for candidates in (at_home, named) if named else (_defining(submission, names, frozenset(others)),):
        if len(candidates) > 1:
            return Match(None, tuple(candidates))
        if candidates:
            problem = submission.problems.get(candidates[0], "")
            return Match(None if problem else candidates[0], problem=problem)
    return Match(None)


def _defining(submission: Submission, names: Sequence[str], others: frozenset[str]) -> list[str]:
    return [
        path
        for path, defined in submission.definitions.items()
        if set(names) <= defined and PurePosixPath(path).stem not in others
    ]


def defined_names(text: str) -> frozenset[str]:
    """The functions, classes and variables that a file defines at its top level."""
    try:
        body = ast.parse(text).body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return frozenset()
    names: set[str] = set()
    for node in body:
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            names.add(node.name)
        elif isinstance(node, ast.Assign):
            names |= {target.id for target in node.targets if isinstance(target, ast.Name)}
        elif isinstance(node, ast.AnnAssign) and node.value and isinstance(node.target, ast.Name):
            names.add(node.target.id)
    return frozenset(names)


def read_submission(path: Path, name: str | None = None, keep_base: bool = False) -> Submission:
    """Read a folder, a zip or one .py file.

    Args:
        path: what to read.
        name: what to call the submission; its file name by default.
        keep_base: let tracebacks name the real files.

    Raises:
        BadInput: it cannot be read, or holds no Python file.
    """
    called = name or _called(path)
    try:
        if path.is_dir():
            raw, problems = _read_folder(path)
        elif path.suffix.lower() == ".zip":
            raw, problems = archives.read_zip(path, MOST_FILES, MOST_BYTES)
        else:
            raw, problems = _read_one(path)
    except (OSError, zipfile.BadZipFile) as error:
        raise BadInput(f"{path}: cannot be read ({error}). Check that it is there and not damaged.") from None
    if not raw and not problems:
        raise BadInput(f"{path}: holds no Python file. A submission is a folder, a zip or one .py file.")
    files = {}
    for relative, data in raw.items():
        try:
            files[relative] = to_text(data)
        except NotText as error:
            problems[relative] = f"{relative} {error}"
    base = str(path.resolve() if path.is_dir() else path.resolve().parent) if keep_base else ""
    return Submission(called, files, problems, _digest(raw), base)


def _digest(raw: dict[str, bytes]) -> str:
    digest = hashlib.sha256()
    for relative in sorted(raw):
        digest.update(f"{relative}\0{len(raw[relative])}\0".encode("utf-8", "surrogateescape"))
        digest.update(raw[relative])
    return digest.hexdigest()


def _read_one(path: Path) -> tuple[dict[str, bytes], dict[str, str]]:
    info = path.stat()
    if not stat.S_ISREG(info.st_mode):
        raise BadInput(f"{path}: is no regular file. A submission is a folder, a zip or one .py file.")
    if info.st_size > MOST_BYTES:
        return {}, {_writable(path.name): f"{path.name} is larger than {MOST_BYTES // 2**20} MB; no answer needs that"}
    return {_writable(path.name): path.read_bytes()}, {}


def _read_folder(root: Path) -> tuple[dict[str, bytes], dict[str, str]]:
    raw: dict[str, bytes] = {}
    problems: dict[str, str] = {}
    for path in _python_files(root):
        relative = _writable(path.relative_to(root).as_posix())
        if len(raw) >= MOST_FILES:
            raise BadInput(f"{root}: holds more than {MOST_FILES} Python files. Submit the exercises alone.")
        try:
            info = path.lstat()
            if not stat.S_ISREG(info.st_mode):
                problems[relative] = f"{relative} is a link or a special file; hand in the file itself"
            elif info.st_size > MOST_BYTES:
                problems[relative] = f"{relative} is larger than {MOST_BYTES // 2**20} MB; no answer needs that"
            else:
                raw[relative] = path.read_bytes()
        except OSError as error:
            problems[relative] = f"{relative} cannot be read ({error.strerror})"
    return raw, problems


def _python_files(root: Path) -> Iterator[Path]:
    def unreadable(error: OSError) -> None:
        raise error

    for folder, folders, names in os.walk(root, onerror=unreadable, followlinks=False):
        folders[:] = sorted(name for name in folders if not name.startswith(".") and name not in _SKIPPED)
        for name in sorted(names):
            if name.endswith(".py"):
                yield Path(folder, name)


def discover(folder: Path) -> list[tuple[str, Path]]:
    """Every submission of a folder as (name, path): its sub-folders, zips and .py files.

    Raises:
        BadInput: there is no such folder, or nothing in it.
    """
    if not folder.is_dir():
        raise BadInput(f"{folder}: no such folder. Name the folder that holds one entry per submission.")
    try:
        entries = sorted(folder.iterdir())
    except OSError as error:
        raise BadInput(f"{folder}: cannot be read ({error.strerror}). Check its permissions.") from None
    found = [path for path in entries if not path.name.startswith(".") and _is_submission(path)]
    if not found:
        raise BadInput(f"{folder}: no submissions in it. Each sub-folder, zip or .py file is one.")
    stems = Counter(_called(path) for path in found)
    return [(_called(path) if stems[_called(path)] == 1 else _writable(path.name), path) for path in found]


def _called(path: Path) -> str:
    """What a submission is called when nobody says otherwise."""
    whole = path.resolve().name if path.name in ("", "..") else path.name
    return _writable(whole if path.is_dir() else path.stem)


def _writable(name: str) -> str:
    """A file's name as text that can be written: bytes that are no UTF-8 are spelled out."""
    return os.fsencode(name).decode("utf-8", "backslashreplace")


def _is_submission(path: Path) -> bool:
    if path.name in _SKIPPED:
        return False
    return path.is_dir() or path.suffix.lower() in (".zip", ".py")

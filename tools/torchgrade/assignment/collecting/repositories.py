"""Hand-ins that are git repositories on disk, bare or not, read without letting their configuration run anything.

Only plumbing is used (rev-list, ls-tree, cat-file): it runs no hooks, filters or signature programs.
"""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from datetime import datetime, timezone
from functools import partial
from pathlib import Path

from torchgrade.assignment.collecting.found import Files, Found
from torchgrade.errors import BadInput
from torchgrade.submission import MOST_BYTES, MOST_FILES

_LINK, _MODULE = "120000", "160000"


def is_repository(path: Path) -> bool:
    """Whether a folder is a git repository, with or without a working tree."""
    return (path / ".git").is_dir() or ((path / "HEAD").is_file() and (path / "objects").is_dir())


def found_in_repository(
    path: Path, keys: tuple[str, ...], wanted: Callable[[str], bool], latest: datetime | None
) -> Found:
    """The last commit of the branch that is checked out, made up to a moment; times are those that commits say."""
    store = path / ".git" if (path / ".git").is_dir() else path
    before = [f"--before={int(latest.timestamp())}"] if latest else []
    try:
        said = _git(store, "rev-list", "--timestamp", "--max-count=1", *before, "HEAD").decode().split()
    except BadInput as error:
        return Found(str(path), keys, None, partial(_refuse, str(error)))
    if len(said) != 2:
        return Found(
            str(path), keys, None, partial(_refuse, f"{path}: has no commit up to the last moment that counts.")
        )
    moment = datetime.fromtimestamp(int(said[0]), timezone.utc)
    return Found(f"{path} at {said[1][:10]}", keys, moment, partial(_read, store, said[1], wanted))


def _refuse(reason: str) -> Files:
    raise BadInput(reason)


def _read(store: Path, commit: str, wanted: Callable[[str], bool]) -> Files:
    raw: dict[str, bytes] = {}
    problems: dict[str, str] = {}
    for line in _git(store, "ls-tree", "-r", "-z", "-l", commit).split(b"\0"):
        about, _, written = line.partition(b"\t")
        name = written.decode("utf-8", "backslashreplace")
        if not line or not wanted(name) or ".." in name.split("/"):
            continue
        mode, _, blob, size = about.decode().split()
        if len(raw) >= MOST_FILES:
            raise BadInput(f"{store}: holds more than {MOST_FILES} files to collect. Submit the exercises alone.")
        if mode in (_LINK, _MODULE):
            problems[name] = f"{name} is a link; hand in the file itself"
        elif int(size) > MOST_BYTES:
            problems[name] = f"{name} is larger than {MOST_BYTES // 2**20} MB; no answer needs that"
        else:
            raw[name] = _git(store, "cat-file", "blob", blob)
    return raw, problems


def _git(store: Path, *arguments: str) -> bytes:
    """What a git command prints.

    Raises:
        BadInput: git is not here, or cannot read the repository.
    """
    command = ["git", "-c", f"safe.directory={store.resolve()}", "--no-replace-objects", f"--git-dir={store}"]
    try:
        done = subprocess.run([*command, *arguments], capture_output=True, check=False, stdin=subprocess.DEVNULL)
    except OSError as error:
        raise BadInput(f"{store}: git cannot be run ({error}). Install git to collect from repositories.") from None
    if done.returncode:
        reason = (done.stderr.decode("utf-8", "replace").strip().splitlines() or ["git gave no reason"])[-1]
        raise BadInput(f"{store}: cannot be read ({reason}). Fetch the repository once more.")
    return done.stdout

"""Graders that the author of a submission cannot have changed: a folder outside of it, or a revision of git."""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from torchgrade.errors import BadInput

_COMMIT = re.compile(r"[0-9a-f]{40}|[0-9a-f]{64}")
_PLAIN = ("100644", "100755")  # files; no links and no other repositories
# What a repository's own settings could make git start.
_HARMLESS = ("-c", "safe.directory=*", "-c", "core.fsmonitor=false", "-c", "protocol.allow=never")


def trusted_folder(source: str, checkout: Path, scratch: Path) -> Path:
    """The folder that --graders names; a revision's files are written below `scratch`.

    Args:
        source: a folder outside the checkout, or REVISION or REVISION:FOLDER of the clone that one stands in.
        checkout: what is graded.
        scratch: an empty folder of ours.

    Raises:
        BadInput: the folder is part of the submission, the revision's name may be its author's, or there is none.
    """
    folder = Path(source)
    if os.path.lexists(folder):
        refuse_inside(folder, checkout, "--graders")
        return folder
    revision, _, path = source.partition(":")
    if not _is_sure(revision):
        raise BadInput(
            f"--graders {source}: no such folder, and no revision that only you can have set. Name a folder outside "
            "the checkout, or of its clone a full commit id, FETCH_HEAD or refs/remotes/..., then :FOLDER if need be."
        )
    return _from_git(checkout, revision, path or "graders", scratch)


def refuse_inside(path: Path, checkout: Path, option: str) -> None:
    """Refuse what belongs to the submission.

    Raises:
        BadInput: the path lies in the checkout.
    """
    if path.resolve().is_relative_to(checkout.resolve()):
        raise BadInput(
            f"{option} {path}: lies in the checkout, so the author of the submission may have changed it. "
            "Name a place outside, or a revision of git."
        )


def _is_sure(revision: str) -> bool:
    """Whether no branch or tag that somebody pushes can be meant by it."""
    full = revision.startswith("refs/remotes/") and ".." not in revision
    return full or revision == "FETCH_HEAD" or _COMMIT.fullmatch(revision) is not None


def _from_git(checkout: Path, revision: str, folder: str, scratch: Path) -> Path:
    commit = _git(checkout, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}")
    sure = commit.decode("ascii", "replace").strip()
    listed = _git(checkout, "ls-tree", "-r", "-z", "--full-tree", sure, "--", f"{folder.strip('/')}/")
    found = False
    for name, blob in _files(listed.decode("utf-8", "surrogateescape")):
        target = scratch.joinpath(*name.parts)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(_git(checkout, "cat-file", "blob", blob))
        found = True
    if not found:
        raise BadInput(f"--graders {revision}:{folder}: this revision has no such folder. Name it as REVISION:FOLDER.")
    return scratch.joinpath(*PurePosixPath(folder.strip("/")).parts)


def _files(listed: str) -> Iterator[tuple[PurePosixPath, str]]:
    for line in filter(None, listed.split("\0")):
        about, _, name = line.partition("\t")
        mode, kind, blob = about.split()
        path = PurePosixPath(name)
        if mode in _PLAIN and kind == "blob" and not path.is_absolute() and ".." not in path.parts:
            yield path, blob


def _git(checkout: Path, *arguments: str) -> bytes:
    environment = {
        "PATH": os.environ.get("PATH", os.defpath),
        "GIT_CONFIG_GLOBAL": os.devnull,
        "GIT_CONFIG_NOSYSTEM": "1",
        "GIT_NO_LAZY_FETCH": "1",
        "GIT_TERMINAL_PROMPT": "0",
        **({"SYSTEMROOT": os.environ["SYSTEMROOT"]} if "SYSTEMROOT" in os.environ else {}),
    }
    command = ["git", *_HARMLESS, "-C", str(checkout), *arguments]
    try:
        done = subprocess.run(command, env=environment, capture_output=True, check=True, stdin=subprocess.DEVNULL)
    except FileNotFoundError:
        raise BadInput("--graders: git is not installed, so no revision can be read. Name a folder instead.") from None
    except subprocess.CalledProcessError as error:
        words = error.stderr.decode("utf-8", "replace").strip().splitlines()
        why = words[-1] if words else "there is no such revision"
        raise BadInput(f"--graders: git cannot read it from {checkout} ({why}). Is it fetched?") from None
    return done.stdout

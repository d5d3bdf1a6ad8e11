"""Write exercises/ from solutions/, and never over what a learner has written."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path

from torchgrade.authoring.localized import localized
from torchgrade.authoring.stub import stub_of
from torchgrade.errors import BadInput
from torchgrade.results_io import write_text

MANIFEST = ".generated.json"
BACKUPS = ".torchgrade/backups"


@dataclass(frozen=True)
class Generated:
    """What a run did, as sorted paths with `/`: stubs below exercises/, backups below the root."""

    written: tuple[str, ...] = ()
    unchanged: tuple[str, ...] = ()
    kept: tuple[str, ...] = ()
    backups: tuple[str, ...] = ()


def generate(root: Path, force: bool = False) -> Generated:
    """Write the stub of every solution, in the language spoken now.

    What a learner edited is left alone, or with `force` backed up first.

    Raises:
        BadInput: there are no solutions, or a file cannot be read or written.
        CatalogueError: a solution breaks the rules; nothing has been written then.
    """
    stubs = _cut_all(root / "solutions")
    try:
        return _write_all(root, stubs, force)
    except OSError as error:
        raise BadInput(f"{root / 'exercises'}: {error}. Make it writable, then generate again.") from None


def restore(root: Path, exercise: str) -> str | None:
    """Write the stub of "unit/name" anew, in the language spoken now.

    Returns:
        Where the learner's file was copied to, below the root; None where there was none or it was this stub already.

    Raises:
        BadInput: there is no solution to cut the stub from, or a file cannot be read or written.
    """
    relative = f"{exercise}.py"
    source, path = root / "solutions" / relative, root / "exercises" / relative
    if not source.is_file():
        raise BadInput(f"{source}: no such file, and the stub is cut from it. Get {path} from your course once more.")
    stub = _stub_of(source, root / "solutions")
    checksums = {**_read_manifest(root), relative: checksum(stub.encode())}
    try:
        if path.is_file() and checksum(path.read_bytes()) == checksums[relative]:
            return None
        backup = _back_up(root, relative) if path.is_file() else None
        write_text(path, stub)
        write_text(root / "exercises" / MANIFEST, json.dumps(checksums, indent=1, sort_keys=True) + "\n")
    except OSError as error:
        raise BadInput(f"{path}: {error}. Make it writable, then try again.") from None
    return backup


def is_edited(root: Path, relative: str) -> bool:
    """Tell whether the stub at exercises/`relative` differs from the text that was last generated there.

    A stub that is not there has not been edited; one that was never generated has.
    """
    path = root / "exercises" / relative
    return path.is_file() and checksum(path.read_bytes()) != _read_manifest(root).get(relative)


def _cut_all(solutions: Path) -> dict[str, str]:
    """Return every stub by its path below exercises/, before anything is written."""
    paths = sorted(path for path in solutions.glob("*/*.py") if not path.name.startswith(("_", ".")))
    if not paths:
        raise BadInput(f"{solutions}: no solutions here. Run this in a checkout, where solutions/<unit>/<name>.py are.")
    return {path.relative_to(solutions).as_posix(): _stub_of(path, solutions) for path in paths}


def _stub_of(path: Path, solutions: Path) -> str:
    exercise = path.relative_to(solutions).with_suffix("").as_posix()
    return localized(stub_of(path), exercise, solutions.parent / "graders")


def _write_all(root: Path, stubs: dict[str, str], force: bool) -> Generated:
    checksums = _read_manifest(root)
    done: dict[str, list[str]] = {"written": [], "unchanged": [], "kept": [], "backups": []}
    for relative, stub in stubs.items():
        path, new = root / "exercises" / relative, checksum(stub.encode())
        outcome = _outcome(path, new, checksums.get(relative))
        if outcome == "kept" and force:
            done["backups"].append(_back_up(root, relative))
            outcome = "written"
        if outcome == "written":
            write_text(path, stub)
        if outcome != "kept":
            checksums[relative] = new
        done[outcome].append(relative)
    write_text(root / "exercises" / MANIFEST, json.dumps(checksums, indent=1, sort_keys=True) + "\n")
    return Generated(**{name: tuple(paths) for name, paths in done.items()})


def _read_manifest(root: Path) -> dict[str, str]:
    """Return the checksum of the text last generated, for each stub."""
    path = root / "exercises" / MANIFEST
    if not path.exists():
        return {}
    try:
        checksums = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        checksums = None
    if not isinstance(checksums, dict):
        raise BadInput(
            f"{path}: not a table of checksums. Delete it and generate again: edited stubs stay as they are."
        )
    return checksums


def _outcome(path: Path, new: str, last: str | None) -> str:
    """Decide from the checksums of the new text and of the one last generated."""
    if not path.exists():
        return "written"
    found = checksum(path.read_bytes())
    if found == new:
        return "unchanged"
    return "written" if found == last else "kept"


def checksum(text: bytes) -> str:
    """The digest of a text, whatever its line ends."""
    # A checkout on Windows has other line ends, which are no edit.
    return hashlib.sha256(text.replace(b"\r\n", b"\n").replace(b"\r", b"\n")).hexdigest()


def _back_up(root: Path, relative: str) -> str:
    """Copy the learner's file to the first free number, and return where to."""
    number = 1
    while (root / BACKUPS / f"{relative}.{number}").exists():
        number += 1
    backup = root / BACKUPS / f"{relative}.{number}"
    backup.parent.mkdir(parents=True, exist_ok=True)
    with open(backup, "xb") as stream:
        stream.write((root / "exercises" / relative).read_bytes())
    return backup.relative_to(root).as_posix()

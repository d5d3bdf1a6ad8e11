"""Gradescope's autograder: a zip with this package, the graders chosen, and the two scripts that Gradescope calls."""

from __future__ import annotations

import io
import re
import sys
import zipfile
from collections.abc import Iterator, Sequence
from importlib import metadata
from pathlib import Path

import torchgrade
from torchgrade.course import Entry, catalogue, find_graders, select
from torchgrade.unit import FILE

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

PACKAGE = Path(torchgrade.__file__).parent
TEMPLATES = Path(__file__).parent / "templates"
_EPOCH = (1980, 1, 1, 0, 0, 0)  # the same graders make the same bytes
_LEFT_OUT = ("__pycache__", ".pyc")


def autograder(graders: Path | None = None, exercises: Sequence[str] = ()) -> bytes:
    """The zip. Nobody but Gradescope's container sees it; it holds no solutions.

    Raises:
        BadInput: there are no graders, or no such exercise.
    """
    folder = find_graders(graders)
    entries = select(catalogue(folder), exercises) if exercises else catalogue(folder)
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in ("setup.sh", "run_autograder"):
            _add(archive, name, (TEMPLATES / name).read_bytes(), 0o755)
        _add(archive, "requirements.txt", requirements().encode("utf-8"), 0o644)
        for path in sorted(PACKAGE.rglob("*")):
            if path.is_file() and not any(part in str(path.relative_to(PACKAGE)) for part in _LEFT_OUT):
                _add(archive, f"package/torchgrade/{path.relative_to(PACKAGE).as_posix()}", path.read_bytes(), 0o644)
        for path in sorted(set(_files(entries))):
            _add(archive, f"graders/{path.relative_to(folder).as_posix()}", path.read_bytes(), 0o644)
    return stream.getvalue()


def requirements() -> str:
    """What torchgrade needs, at the versions that are installed here where they are known."""
    lines = []
    for line in _declared():
        requirement, _, marker = line.partition(";")
        if "extra" in marker:
            continue
        name = re.split(r"[\s<>=!~\[]", requirement.strip(), maxsplit=1)[0]
        lines += _pinned(name, requirement.strip()) if _is_here(name) else [line]
    return "\n".join(lines) + "\n"


def _declared() -> list[str]:
    """Our dependencies, from the checkout that this package stands in if it does: its installed metadata may be old."""
    file = PACKAGE.parents[1] / "pyproject.toml"
    project = tomllib.loads(file.read_text(encoding="utf-8")).get("project", {}) if file.is_file() else {}
    if project.get("name") == "torchgrade":
        return list(project["dependencies"])
    return metadata.requires("torchgrade") or []


def _pinned(name: str, requirement: str) -> list[str]:
    """The version that is here; for a Python before ours, which may have been left behind, any that will do."""
    here = "{}.{}".format(*sys.version_info)
    version = _public(metadata.version(name))
    return [f"{name}=={version}; python_version >= '{here}'", f"{requirement}; python_version < '{here}'"]


def _public(version: str) -> str:
    """A version without its local part: torch 2.13.0+cpu is 2.13.0 wherever it is asked for."""
    return version.partition("+")[0]


def _is_here(name: str) -> bool:
    try:
        metadata.version(name)
    except metadata.PackageNotFoundError:
        return False
    return True


def _files(entries: Sequence[Entry]) -> Iterator[Path]:
    """Graders, their data, their units' order and their translations."""
    for entry in entries:
        yield from entry.files
        yield from entry.grader.parent.glob(f"{entry.name}.*.po")
        yield from entry.grader.parent.glob("unit.*.po")
        if entry.grader.with_name(FILE).is_file():
            yield entry.grader.with_name(FILE)


def _add(archive: zipfile.ZipFile, name: str, data: bytes, mode: int) -> None:
    info = zipfile.ZipInfo(name, _EPOCH)
    info.compress_type, info.external_attr = zipfile.ZIP_DEFLATED, (0o100000 | mode) << 16
    archive.writestr(info, data)

"""Reading zips that nobody has to trust: in memory, within limits, nothing ever unpacked to disk."""

from __future__ import annotations

import stat
import zipfile
from pathlib import Path, PurePosixPath

from torchgrade.errors import BadInput

_MOST_ENTRIES = 20_000
_MOST_TOTAL = 64 * 2**20


def read_zip(path: Path, most_files: int, most_bytes: int) -> tuple[dict[str, bytes], dict[str, str]]:
    """The Python files of a zip, and why others of them could not be used.

    Raises:
        BadInput: too many entries, or too much in it.
        zipfile.BadZipFile: it is no zip, or damaged.
    """
    raw: dict[str, bytes] = {}
    problems: dict[str, str] = {}
    total = 0
    with zipfile.ZipFile(path) as archive:
        entries = archive.infolist()
        if len(entries) > _MOST_ENTRIES:
            raise BadInput(f"{path}: has {len(entries)} entries, more than {_MOST_ENTRIES}. Zip the exercises alone.")
        for entry in entries:
            if entry.is_dir() or not entry.filename.endswith(".py") or _is_litter(entry.filename):
                continue
            problem = _problem(entry, most_bytes)
            if problem:
                problems[entry.filename] = problem
                continue
            data = _read(archive, entry, most_bytes)
            total += len(data)
            if total > _MOST_TOTAL or len(raw) >= most_files:
                raise BadInput(f"{path}: holds too many or too large Python files. Zip the exercises alone.")
            raw[str(PurePosixPath(entry.filename))] = data
    return raw, problems


def _is_litter(name: str) -> bool:
    parts = PurePosixPath(name).parts
    return any(part.startswith(".") and part != ".." for part in parts) or "__MACOSX" in parts


def _problem(entry: zipfile.ZipInfo, most_bytes: int) -> str:
    name = PurePosixPath(entry.filename.replace("\\", "/"))
    if name.is_absolute() or ".." in name.parts or ":" in name.parts[0]:
        return f"{entry.filename} points outside the zip; it was not read"
    if stat.S_ISLNK(entry.external_attr >> 16):
        return f"{entry.filename} is a link; hand in the file itself"
    if entry.flag_bits & 1:
        return f"{entry.filename} is encrypted; zip it without a password"
    if entry.file_size > most_bytes:
        return f"{entry.filename} is larger than {most_bytes // 2**20} MB; no answer needs that"
    return ""


def _read(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, most_bytes: int) -> bytes:
    """One entry, never more than it may hold, whatever its header says."""
    try:
        with archive.open(entry) as stream:
            data = stream.read(most_bytes + 1)
    except (NotImplementedError, RuntimeError, EOFError, ValueError, OSError) as error:
        raise zipfile.BadZipFile(f"{entry.filename}: {error}") from None
    if len(data) > most_bytes:
        raise zipfile.BadZipFile(f"{entry.filename} is larger than its header says")
    return data

"""Reading zips that nobody has to trust: in memory, within limits, nothing ever unpacked to disk."""

from __future__ import annotations

import stat
import struct
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path, PurePosixPath

from torchgrade.errors import BadInput

_MOST_ENTRIES = 20_000
_MOST_TOTAL = 64 * 2**20
_ORDINARY = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_DAMAGE = (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, ValueError, OSError)


def is_python(name: str) -> bool:
    """Whether a file of this name may be an answer."""
    return name.endswith(".py")


def read_zip(
    path: Path, most_files: int, most_bytes: int, wanted: Callable[[str], bool] = is_python
) -> tuple[dict[str, bytes], dict[str, str]]:
    """The Python files of a zip, or those that are wanted, and why others of them could not be used.

    Raises:
        BadInput: too many entries, or too much in it.
        zipfile.BadZipFile: it is no zip, or damaged.
    """
    raw: dict[str, bytes] = {}
    problems: dict[str, str] = {}
    total = 0
    with opened(path) as archive:
        entries = archive.infolist()
        if len(entries) > _MOST_ENTRIES:
            raise BadInput(f"{path}: has {len(entries)} entries, more than {_MOST_ENTRIES}. Zip the exercises alone.")
        for entry in entries:
            name = entry_name(entry)
            if entry.is_dir() or not wanted(name) or is_litter(name):
                continue
            try:
                data = read_entry(archive, entry, name, most_bytes)
            except Unusable as reason:
                problems[name] = str(reason)
                continue
            total += len(data)
            if total > _MOST_TOTAL or len(raw) >= most_files:
                raise BadInput(f"{path}: holds too many or too large Python files. Zip the exercises alone.")
            raw[str(PurePosixPath(name))] = data
    return raw, problems


class Unusable(Exception):
    """Why one file of a zip cannot be used."""


def opened(path: Path) -> zipfile.ZipFile:
    """The zip, its directory read; whatever Python's reader trips over means that it is damaged."""
    if not stat.S_ISREG(path.stat().st_mode):  # to open a pipe would wait for ever
        raise BadInput(f"{path}: is no regular file. A submission is a folder, a zip or one .py file.")
    try:
        return zipfile.ZipFile(path)
    except (ValueError, NotImplementedError, struct.error, EOFError, OverflowError) as error:
        raise zipfile.BadZipFile(str(error)) from None


def entry_name(entry: zipfile.ZipInfo) -> str:
    """The entry's name with forward slashes: some Windows programs write the other ones."""
    return entry.filename.replace("\\", "/")


def is_litter(name: str) -> bool:
    """Whether a file is one that systems and editors leave behind."""
    parts = PurePosixPath(name).parts
    return any(part.startswith(".") and part != ".." for part in parts) or "__MACOSX" in parts


def _problem(entry: zipfile.ZipInfo, name: str, most_bytes: int) -> str:
    path = PurePosixPath(name)
    if path.is_absolute() or ".." in path.parts or ":" in path.parts[0]:
        return f"{name} points outside the zip; it was not read"
    if stat.S_ISLNK(entry.external_attr >> 16):
        return f"{name} is a link; hand in the file itself"
    if entry.flag_bits & 1:
        return f"{name} is encrypted; zip it without a password"
    if entry.compress_type not in _ORDINARY:
        return f"{name} is compressed in an unusual way; zip it with your system's own program"
    if entry.file_size > most_bytes:
        return _too_large(name, most_bytes)
    return ""


def _too_large(name: str, most_bytes: int) -> str:
    return f"{name} is larger than {most_bytes // 2**20} MB; no answer needs that"


def read_entry(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, name: str, most_bytes: int) -> bytes:
    """One entry, never more than it may hold, whatever its header says."""
    problem = _problem(entry, name, most_bytes)
    if problem:
        raise Unusable(problem)
    try:
        with archive.open(entry) as stream:
            data = stream.read(most_bytes + 1)
    except _DAMAGE as error:
        raise Unusable(f"{name} is damaged in the zip ({error}); zip it again") from None
    if len(data) > most_bytes:
        raise Unusable(_too_large(name, most_bytes))
    return data

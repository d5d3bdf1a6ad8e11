"""One zip with the hand-ins of a whole class, as Moodle, Canvas and Gradescope give it for download."""

from __future__ import annotations

import re
import tempfile
import zipfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timezone, tzinfo
from functools import partial
from pathlib import Path, PurePosixPath

from torchgrade.archives import Unusable, entry_name, is_litter, opened, read_entry
from torchgrade.assignment.collecting.folders import zip_files
from torchgrade.assignment.collecting.found import Files, Found
from torchgrade.errors import BadInput
from torchgrade.submission import MOST_BYTES, MOST_FILES

_MOST_ENTRIES = 500_000  # of a whole class; each hand-in has its own, lower limit
_MOST_ZIP = 64 * 2**20
_MOODLE = re.compile(r"(?P<name>[^/]+)_(?P<id>\d+)_assignsubmission_(?:file|onlinetext)(?:_/?|/)(?P<file>.+)")
_CANVAS = re.compile(r"(?P<name>[^_/]+)_(?P<late>LATE_)?(?P<id>\d+)_(?P<hand_in>\d+)_(?P<file>[^/]+)")
_GRADESCOPE = re.compile(r"(?:[^/]+/)?submission_(?P<id>\d+)/(?P<file>.+)")
_PLAIN = re.compile(r"(?P<id>[^/]+)/(?P<file>.+)")
_AGAIN = re.compile(r"-\d+(?=\.\w+$)")  # Canvas numbers a file that was handed in again
_METADATA = "submission_metadata.yml"


@dataclass
class _HandIn:
    keys: tuple[str, ...]
    late: bool = False
    entries: list[tuple[str, zipfile.ZipInfo]] = field(default_factory=list)
    submitted: datetime | None = None


def is_download(path: Path) -> bool:
    """Whether a path is one zip that holds the hand-ins of a class."""
    return path.is_file() and path.suffix.lower() == ".zip"


def in_download(path: Path, wanted: Callable[[str], bool], zone: tzinfo | None) -> Iterator[Found]:
    """Every hand-in of a downloaded zip.

    Args:
        path: the zip.
        wanted: which files to take.
        zone: in which the times of its entries are meant, which a zip does not say.

    Raises:
        BadInput: it is no zip, or no pattern of names is known in it.
    """
    try:
        with opened(path) as archive:
            entries = [(entry_name(entry), entry) for entry in archive.infolist() if not entry.is_dir()]
            entries = [(name, entry) for name, entry in entries if not is_litter(name)]
            metadata = _metadata(archive, entries)
    except (OSError, zipfile.BadZipFile) as error:
        raise BadInput(f"{path}: cannot be read ({error}). Download it once more.") from None
    if len(entries) > _MOST_ENTRIES:
        raise BadInput(f"{path}: has {len(entries)} entries, more than {_MOST_ENTRIES}. Download the class in parts.")
    for hand_in in _grouped(path, entries, metadata, zone):
        reading = partial(_read, path, hand_in.entries, wanted)
        yield Found(f"{path}: {hand_in.keys[-1]}", hand_in.keys, hand_in.submitted, reading, late=hand_in.late)


def _grouped(
    path: Path, entries: Sequence[tuple[str, zipfile.ZipInfo]], metadata: dict[str, _HandIn], zone: tzinfo | None
) -> list[_HandIn]:
    names = [name for name, _ in entries if PurePosixPath(name).name != _METADATA]
    pattern = next((one for one in (_MOODLE, _CANVAS, _GRADESCOPE, _PLAIN) if _fits(one, names)), None)
    if pattern is None:
        raise BadInput(
            f"{path}: its names are neither those of Moodle, Canvas or Gradescope, nor one folder a student. Unpack it "
            "and name the folder; or, if it is one student's zip, put it into a folder and name that."
        )
    groups: dict[str, _HandIn] = dict(metadata) if pattern is _GRADESCOPE else {}
    for name, entry in entries:
        match = pattern.fullmatch(name)
        if match:
            group = groups.setdefault(match["id"], _HandIn(_keys(match)))
            group.late |= bool(match.groupdict().get("late"))
            group.entries.append((_AGAIN.sub("", match["file"]) if pattern is _CANVAS else match["file"], entry))
            moment = _time(entry, zone)
            if match["id"] not in metadata and (group.submitted is None or moment > group.submitted):
                group.submitted = moment
    return [group for group in groups.values() if group.entries]


def _fits(pattern: re.Pattern[str], names: Sequence[str]) -> bool:
    return bool(names) and all(pattern.fullmatch(name) for name in names)


def _keys(match: re.Match[str]) -> tuple[str, ...]:
    return (match["id"], match["name"]) if "name" in match.groupdict() else (match["id"],)


def _time(entry: zipfile.ZipInfo, zone: tzinfo | None) -> datetime:
    try:
        return datetime(*entry.date_time, tzinfo=zone or timezone.utc)
    except ValueError:  # a zip may hold a month 0
        return datetime(1980, 1, 1, tzinfo=timezone.utc)


def _read(path: Path, entries: Sequence[tuple[str, zipfile.ZipInfo]], wanted: Callable[[str], bool]) -> Files:
    raw: dict[str, bytes] = {}
    problems: dict[str, str] = {}
    with opened(path) as archive:
        for name, entry in entries:
            inner = name.lower().endswith(".zip")
            if not inner and not wanted(name):
                continue
            try:
                data = read_entry(archive, entry, name, _MOST_ZIP if inner else MOST_BYTES)
            except Unusable as reason:
                problems[name] = str(reason)
                continue
            more, worse = _unpacked(name, data, wanted) if inner else ({name: data}, {})
            raw |= more
            problems |= worse
            if len(raw) > MOST_FILES:
                raise BadInput(f"{name}: more than {MOST_FILES} files to collect. Submit the exercises alone.")
    return raw, problems


def _unpacked(name: str, data: bytes, wanted: Callable[[str], bool]) -> Files:
    """The files of a zip that a student handed in, which lies in the download."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "hand-in.zip"
        path.write_bytes(data)
        return zip_files(path, name, wanted)


def _metadata(archive: zipfile.ZipFile, entries: Sequence[tuple[str, zipfile.ZipInfo]]) -> dict[str, _HandIn]:
    """What Gradescope says of each hand-in: who, and when."""
    found: dict[str, _HandIn] = {}
    entry = next((entry for name, entry in entries if PurePosixPath(name).name == _METADATA), None)
    if entry is None:
        return found
    try:
        text = read_entry(archive, entry, _METADATA, _MOST_ZIP).decode("utf-8", "replace")
    except Unusable as reason:
        raise BadInput(f"{reason}. Download the submissions once more.") from None
    for block in re.split(r"^(?=submission_\d+:)", text, flags=re.MULTILINE):
        number = re.match(r"submission_(\d+):", block)
        if number:
            keys = [_value(block, key) for key in ("sid", "email", "name")]
            found[number[1]] = _HandIn(tuple(filter(None, keys)) or (number[1],), submitted=_moment(block))
    return found


def _value(block: str, key: str) -> str:
    match = re.search(rf"^[\s-]*:?{key}:[ ]*(.*)$", block, re.MULTILINE)
    return match[1].strip().strip("'\"") if match else ""


def _moment(block: str) -> datetime | None:
    written = (
        re.sub(r" (?=[+-]\d|Z|UTC)", "", _value(block, "created_at")).replace("UTC", "+00:00").replace("Z", "+00:00")
    )
    try:
        moment = datetime.fromisoformat(written)
    except ValueError:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=timezone.utc)

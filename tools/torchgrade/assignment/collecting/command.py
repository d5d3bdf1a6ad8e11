"""`torchgrade collect`: from wherever hand-ins lie to one folder for each that counts, and a list of all."""

from __future__ import annotations

import re
import shutil
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path, PurePosixPath

from torchgrade.assignment.collecting.downloads import in_download, is_download
from torchgrade.assignment.collecting.folders import in_folder
from torchgrade.assignment.collecting.found import Files, Found, matching
from torchgrade.assignment.collecting.people import People, read_extensions, read_people
from torchgrade.assignment.collecting.policy import Decided, decide, last_moment
from torchgrade.assignment.handed_in import FILE, HandedIn, write_handed_in
from torchgrade.assignment.manual import FILE as MARKS
from torchgrade.assignment.manual import begin_manual
from torchgrade.assignment.model import Assignment
from torchgrade.assignment.reading import read_assignment
from torchgrade.classroom.alike import alike, told_apart
from torchgrade.course import catalogue, find_graders
from torchgrade.errors import BadInput
from torchgrade.report.site import page_names
from torchgrade.report.text import visible

_ADDRESS = re.compile(r"[a-z0-9][\w.+-]{0,80}@[a-z0-9][\w.-]{0,80}\w", re.IGNORECASE | re.ASCII)


def collect(
    file: Path,
    source: Path,
    out: Path | None = None,
    *,
    roster: Path | None = None,
    extensions: Path | None = None,
    graders: Path | None = None,
) -> list[HandedIn]:
    """Collect an assignment's hand-ins; return what became of each.

    Args:
        file: the assignment.
        source: a folder of hand-ins, or one zip of a class as an LMS gives it.
        out: where to; by default where `torchgrade grade` looks.
        roster: who should hand in; by default roster.csv beside the assignment.
        extensions: who has more time; by default extensions.csv beside it.
        graders: the graders, if not the course's.

    Raises:
        BadInput: the source or a list cannot be read, or the folder cannot be written; nothing is lost then.
    """
    entries = catalogue(find_graders(graders))
    assignment = read_assignment(file, entries)
    people = read_people(roster or beside(file, "roster.csv"))
    own_dues = read_extensions(extensions or beside(file, "extensions.csv"), assignment.due)
    wanted = matching(assignment.files)
    if is_download(source):
        zone = assignment.due.tzinfo if assignment.due else None
        found: Sequence[Found] = list(in_download(source, wanted, zone))
    elif source.is_dir():
        found = list(in_folder(source, wanted, last_moment(assignment, own_dues)))
    else:
        raise BadInput(f"{source}: no such folder or zip. Name where the hand-ins lie, or the zip that your LMS gave.")
    if not found:
        raise BadInput(f"{source}: no hand-ins in it. Each sub-folder, zip, .py file or git repository is one.")
    others = frozenset(entry.name for entry in entries) - {entry.name for entry in assignment.entries}
    items = _write_all(decide(found, assignment, people, own_dues), out or assignment.collected, assignment, others)
    _tell(items, people, out or assignment.collected)
    students = people.ids or tuple(dict.fromkeys(item.student for item in items))
    begin_manual(assignment.folder / MARKS, students)
    return items


def beside(file: Path, name: str) -> Path | None:
    """A file of this name beside the assignment, if there is one."""
    path = file.parent / name
    return path if path.is_file() else None


def _write_all(decided: Sequence[Decided], out: Path, assignment: Assignment, others: frozenset[str]) -> list[HandedIn]:
    """Write aside and exchange, so that an interrupted run leaves what was collected before."""
    if out.exists() and not (out / FILE).is_file() and (not out.is_dir() or any(out.iterdir())):
        raise BadInput(f"{out}: is there already and was not collected. Remove it, or name another folder with --out.")
    aside = out.with_name(f".{out.name}.new")
    names = [_folder(one.item, assignment) for one in decided]
    folders = _folders(names)
    try:
        shutil.rmtree(aside, ignore_errors=True)
        aside.mkdir(parents=True)
        items = [_write(one, aside, folder, others) for one, folder in zip(decided, folders, strict=True)]
        write_handed_in(aside, items)
        shutil.rmtree(out, ignore_errors=True)
        aside.rename(out)
    except OSError as error:
        raise BadInput(f"{out}: cannot be written ({error}). Name another folder with --out.") from None
    return items


def _folder(item: HandedIn, assignment: Assignment) -> str:
    """What a hand-in is called: one that counts by its student, of several by its number too."""
    if item.counts and assignment.counts == "latest":
        return item.student
    return f"{item.student}_{item.attempt}"


def _folders(names: Sequence[str]) -> list[str]:
    """A folder for each: its own name where every system takes it and no other has it, else one with a digest."""
    safe = [page.removesuffix(".html") for page in page_names(names)]
    times = Counter(name.casefold() for name in names)
    return [
        name if times[name.casefold()] == 1 and _ADDRESS.fullmatch(name) else plain
        for name, plain in zip(names, safe, strict=True)
    ]


def _write(one: Decided, out: Path, folder: str, others: frozenset[str]) -> HandedIn:
    if not one.item.counts:
        return one.item
    try:
        raw, problems = one.found.read()
    except BadInput as error:
        return replace(one.item, counts=False, remark=str(error))
    remark = "; ".join([*problems.values(), *_of_another(raw, others)])
    if not raw:
        return replace(one.item, counts=False, remark=remark or "no file in it is one to collect")
    written = _written(out / folder, (raw, problems))
    return replace(one.item, folder=folder, remark="; ".join(filter(None, [remark, *written])))


def _of_another(raw: Mapping[str, bytes], others: frozenset[str]) -> list[str]:
    """A sentence where a hand-in answers exercises of another assignment alone."""
    stems = {PurePosixPath(name).stem for name in raw}
    if not stems or not stems <= others:
        return []
    return [f"answers {', '.join(sorted(stems)[:3])} and nothing of this assignment: is it of another one?"]


def _written(root: Path, files: Files) -> list[str]:
    """Write the files of a hand-in; return why some could not be."""
    refused = []
    for name, data in files[0].items():
        path = root / name
        if not path.resolve().is_relative_to(root.resolve()):
            refused.append(f"{name} points outside the hand-in; it was not written")
            continue
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
        except (OSError, ValueError) as error:
            refused.append(f"{name} cannot be written here ({error})")
    return refused


def _tell(items: Sequence[HandedIn], people: People, out: Path) -> None:
    taken = [item for item in items if item.folder]
    late = sum(item.late_days > 0 for item in taken)
    print(f"Collected {len(taken)} of {len(items)} hand-ins{f', {late} of them late' if late else ''}: {out}")
    for item in items:
        if item.remark and item.remark != "a later one counts":
            print(f"  {visible(item.student)}: {visible(item.remark)}")
    for identity in people.twice:
        print(
            f"  roster: {visible(identity)} is the id of several lines, which count as one student, with one hand-in; "
            "if they are two, give each an id of their own and collect again."
        )
    for group in alike(people.ids):
        print(f"  roster: {visible(told_apart(group))} look alike; each is a student, by the id as it is written.")
    missing = [identity for identity in people.ids if identity not in {item.student for item in taken}]
    if missing:
        print(f"Missing: {', '.join(map(visible, missing))}")
    unknown = sorted({item.student for item in taken} - set(people.ids)) if people.ids else []
    if unknown:
        print(f"Not on the roster: {', '.join(map(visible, unknown))}")

"""`torchgrade release`: from an assignment to a folder or zip that students unpack and work in."""

from __future__ import annotations

import shutil
import tempfile
import warnings
import zipfile
from collections.abc import Mapping
from pathlib import Path

from torchgrade.assignment.model import Assignment
from torchgrade.assignment.reading import read_assignment
from torchgrade.course import catalogue, find_graders
from torchgrade.errors import BadInput
from torchgrade.grader_text import read_checks
from torchgrade.grading.recording import Recording, record_graders
from torchgrade.language.chosen import chosen
from torchgrade.language.speaking import speaking
from torchgrade.release.files import stubs_of, telling, write_grader, write_project, write_stubs, write_unit
from torchgrade.release.student_readme import student_readme
from torchgrade.release.wheel import write_wheel
from torchgrade.results_io import write_text
from torchgrade.run_options import PUBLIC_SEED

FORMS = ("files", "zip", "notebooks")


def release(
    file: Path, out: Path | None = None, form: str = "files", language: str | None = None, graders: Path | None = None
) -> Path:
    """Write what students get; return the folder or the zip.

    Args:
        file: the assignment.
        out: the folder to write; by default beside the file, under its name.
        form: "files" for a folder, "zip" for a zip of it, "notebooks" for nbgrader's source notebooks.
        language: what students are spoken to in; by default what the assignment says.
        graders: the graders, if not the course's.

    Raises:
        BadInput: the assignment is wrong, there is something where the release is to go, or it cannot be written.
    """
    if form not in FORMS:
        raise BadInput(f"--as {form}: choose one of {', '.join(FORMS)}.")
    graders = find_graders(graders)
    assignment = read_assignment(file, catalogue(graders))
    locale = chosen(language or assignment.language)
    place = out or assignment.folder / "release"
    _must_be_free(place)
    if form == "notebooks":
        return _notebooks(assignment, place, graders, locale)
    stubs = stubs_of(assignment, graders.parent / "solutions")
    recording = record_graders(graders, assignment.entries, ["cpu"], PUBLIC_SEED)  # it speaks as it likes
    _must_be_sound(recording)
    with tempfile.TemporaryDirectory() as name, speaking(locale), warnings.catch_warnings():
        warnings.simplefilter("ignore")  # known mistakes may warn, which is nothing to their author
        root = Path(name) / assignment.name
        _fill(root, assignment, stubs, recording, locale.partition("_")[0])
        try:
            return _zipped(root, place) if form == "zip" else Path(shutil.copytree(root, place, dirs_exist_ok=True))
        except OSError as error:
            raise BadInput(f"{place}: cannot be written ({error}). Name another folder with --out.") from None


def _notebooks(assignment: Assignment, place: Path, graders: Path, locale: str) -> Path:
    """What nbgrader makes releases of: with solutions, and beside them what students need."""
    from torchgrade.nbgrader.new import write_source

    write_source(assignment, place, graders, locale)
    return place


def _must_be_free(place: Path) -> None:
    """Students' files of another release must not stay among those of this one."""
    if place.exists() and (not place.is_dir() or any(place.iterdir())):
        raise BadInput(f"{place}: is there already. Remove it, or name another folder with --out.")


def _must_be_sound(recording: Recording) -> None:
    if recording.broken:
        faults = [f"  {exercise}: {reason}" for exercise, reason in recording.broken.items()]
        raise BadInput("\n".join(["graders cannot be run, so nothing is released. Mend them:", *faults]))


def _fill(root: Path, assignment: Assignment, stubs: Mapping[str, str], recording: Recording, language: str) -> None:
    graders = recording.graders
    secret = telling(assignment, graders.parent / "solutions", stubs)
    write_stubs(root, stubs, graders)
    for entry in assignment.entries:
        hidden = [identity.partition("::")[2] for identity in assignment.hidden if identity.startswith(f"{entry.id}::")]
        hidden += [one.name for one in read_checks(entry.grader, speed=True) if one.speed]  # they need torch's own
        cases = [case for case in recording.cases if case.target.id == entry.id and case.check.name not in hidden]
        write_grader(root, entry, cases, hidden, secret, PUBLIC_SEED)
    for unit in dict.fromkeys(entry.grader.parent for entry in assignment.entries):
        write_unit(root, unit)
    (root / "wheels").mkdir()
    write_project(root, language, write_wheel(root / "wheels"))
    write_text(root / "README.md", student_readme(assignment))


def _zipped(root: Path, place: Path) -> Path:
    """A zip with one folder in it, as students expect."""
    place.mkdir(parents=True, exist_ok=True)
    path = place / f"{root.name}.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for file in sorted(root.rglob("*")):
            if file.is_file():
                archive.write(file, file.relative_to(root.parent).as_posix())
    return path

"""`torchgrade.grade("softmax")`: hold the functions of the notebook that calls it against the graders."""

from __future__ import annotations

import hashlib
import io
import os
import sys
from collections.abc import Mapping
from contextlib import redirect_stdout, suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

from torchgrade import progress
from torchgrade.course import Course, Entry, catalogue, find, find_course, find_graders
from torchgrade.devices import choose_devices
from torchgrade.errors import BadInput
from torchgrade.examiner import Examiner, LocalAnswer
from torchgrade.grading.one import grade_with
from torchgrade.grading.recording import Recording, record_graders
from torchgrade.language.chosen import chosen
from torchgrade.language.speaking import _, language, speaking, translated
from torchgrade.milestones import milestones
from torchgrade.notebook.live import LiveAnswer
from torchgrade.notebook.result import Result
from torchgrade.recorded import Target
from torchgrade.report.views import learner_view
from torchgrade.results import Report
from torchgrade.results_io import to_json, write_text
from torchgrade.run_options import PUBLIC_SEED
from torchgrade.submission import Submission

_recordings: dict[Path, tuple[bytes, Recording]] = {}


class CannotGrade(BadInput):
    """A sentence in the place of a traceback, which would show our frames and not what to do."""

    def _render_traceback_(self) -> list[str]:
        return [f"torchgrade: {self}"]


def grade(
    name: str,
    graders: str | Path | None = None,
    *,
    lang: str | None = None,
    namespace: Mapping[str, Any] | None = None,
) -> Result:
    """Grade an exercise on the functions that the calling notebook or session defines.

    Args:
        name: the exercise, as in "softmax".
        graders: the folder of graders; else those of $TORCHGRADE_COURSE, else of the nearest folder upwards whose
            pyproject.toml has a [tool.torchgrade] table.
        lang: the language to speak, as in "zh".
        namespace: where the functions are; by default, the names of the caller.

    Raises:
        CannotGrade: there are no graders, no such exercise, or nothing of its name is defined.
    """
    names = sys._getframe(1).f_globals if namespace is None else namespace
    try:
        course = find_course()
        with speaking(chosen(lang, course.root if course else None)):
            folder = _find(graders, course)
            return _grade(find(catalogue(folder), name), folder, names)
    except BadInput as error:
        raise CannotGrade(str(error)) from None


def _find(graders: str | Path | None, course: Course | None) -> Path:
    """The graders' folder, with what to write in a notebook where there is none."""
    if graders is None and course is None:
        raise BadInput(
            _(
                "no graders to be found from {folder}: no folder upwards has a pyproject.toml with a [tool.torchgrade] "
                'table. Say where they are: torchgrade.grade(..., graders="path/to/course/graders"), or set '
                "TORCHGRADE_COURSE to your course's folder.",
                folder=os.getcwd(),
            )
        )
    return find_graders(Path(graders) if graders is not None else None)


def _grade(entry: Entry, folder: Path, names: Mapping[str, Any]) -> Result:
    recording = _recorded(entry, folder)
    submission = Submission("notebook", {})
    examiner = Examiner(submission, [entry.name])
    text = ""
    for target in {case.target.id: case.target for case in recording.cases}.values():
        answer = _answer(target, names)
        text = answer.text
        examiner.give(target, LocalAnswer(answer), {answer.place: text}, answer.place)
    with redirect_stdout(io.StringIO()):  # what the code prints is shown with the check that failed
        report = grade_with(recording, examiner)
    return _kept(report, folder, hashlib.sha256(text.encode()).hexdigest()[:16])


def _answer(target: Target, names: Mapping[str, Any]) -> LiveAnswer:
    """The answer, ready to be asked.

    Raises:
        BadInput: a name is not defined, or is no function or class.
    """
    answer = LiveAnswer(names, target.exercise.names, target.probe_source)
    loaded = answer.load()
    if loaded.missing:
        missing = ", ".join(loaded.missing)
        raise BadInput(_("{names} is not defined here. Run the cell that defines it, then this one.", names=missing))
    if loaded.not_callable:
        other = ", ".join(loaded.not_callable)
        raise BadInput(_("{names} is no function or class any more. Run the cell that defines it again.", names=other))
    return answer


def _recorded(entry: Entry, folder: Path) -> Recording:
    """The grader as data, kept for as long as its files stay as they are."""
    now = b"\0".join(path.read_bytes() for path in entry.files)
    known = _recordings.get(entry.grader)
    if known is None or known[0] != now:
        with redirect_stdout(io.StringIO()):
            known = now, record_graders(folder, [entry], choose_devices(None), PUBLIC_SEED)
        _recordings[entry.grader] = known
    return known[1]


def _kept(report: Report, folder: Path, answer: str) -> Result:
    """The result, with the run taken into the learner's progress, and kept for `torchgrade hint`."""
    with suppress(OSError):  # a course that is read-only keeps nothing, and says so in the progress's note
        write_text(folder.parent / ".torchgrade" / "results-partial.json", to_json(replace(report, partial=True)))
    change = progress.record_run(folder.parent, report, answer)
    achieved = [*milestones(change, catalogue(folder), folder), *([change.note] if change.note else [])]
    return Result(translated(learner_view(report), folder), language(), tuple(achieved))

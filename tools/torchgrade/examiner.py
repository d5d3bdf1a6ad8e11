"""Holding one submission against recorded cases: finds the file, asks it, keeps what names a misconception."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, replace
from pathlib import PurePosixPath
from typing import Any, Protocol

from torchgrade import device_notes, failure_messages
from torchgrade.case import Asked, Played, outcome, play
from torchgrade.exercise import Misconception
from torchgrade.heard import heard
from torchgrade.isolation.answer import Answer, Loaded
from torchgrade.isolation.channel import Lost
from torchgrade.isolation.failures import Failure
from torchgrade.isolation.observe import Observation, Question
from torchgrade.isolation.plain import through_the_wire
from torchgrade.isolation.remote import RemoteAnswer, Room
from torchgrade.language.said import parts
from torchgrade.naming import name_misconception
from torchgrade.recorded import RecordedCase, Target
from torchgrade.relations import relation
from torchgrade.results import Verdict
from torchgrade.source_scan import scan
from torchgrade.source_siblings import siblings
from torchgrade.submission import Submission, answer_for

_TIMEOUTS_TO_GIVE_UP = 2


class Loadable(Asked, Protocol):
    """An answer that can be loaded and asked."""

    def load(self) -> Loaded:
        """Run the learner's file."""


class LocalAnswer:
    """An answer in this process: what it shows passes through the wire's encoder all the same."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer
        self.printed = ""

    def load(self) -> Loaded:
        """Run the learner's file."""
        with heard() as said:
            loaded = self.answer.load()
        self.printed = said.text
        return replace(loaded, failure=self._at_home(loaded.failure))

    def observe(self, question: Question) -> Observation:
        """Ask one question."""
        with heard() as said:
            seen = self.answer.observe(question)
        self.printed = said.text
        seen.failure = self._at_home(seen.failure)
        return through_the_wire(seen)

    def _at_home(self, failure: Failure | None) -> Failure | None:
        """The failure with files named as they lie in the submission, as an isolated run would show them."""
        base = f"{self.answer.base}/"
        if failure is None or not self.answer.base:
            return failure
        frames = tuple((frame[0].removeprefix(base), *frame[1:]) for frame in failure.frames)
        return replace(failure, frames=frames)


@dataclass(frozen=True)
class Unusable:
    """Why an exercise's answer cannot be asked at all."""

    verdict: Verdict
    message: str
    printed: str = ""


class Examiner:
    """Plays recorded cases against one submission.

    Args:
        submission: the learner's files.
        exercises: names of all exercises of the course, so that another exercise's file is not mistaken.
        room: where its contestant lives; None runs the learner's code in this process.
        untouched: ids of exercises that nobody has tried to answer. A stub that shows a program with a bug runs and
            fails; it is not started all the same.
    """

    def __init__(
        self,
        submission: Submission,
        exercises: Sequence[str],
        room: Room | None = None,
        untouched: Collection[str] = (),
    ) -> None:
        self.submission = submission
        self.exercises = exercises
        self.room = room
        self.untouched = untouched
        self.played: dict[str, list[Played]] = {}
        self._answers: dict[str, Loadable | Unusable] = {}
        self._forbidden: dict[str, str] = {}
        self._timeouts: Counter[str] = Counter()
        self._notes: dict[str, list[Any]] = {}  # by exercise, until they are told with its first case
        self._told: set[tuple[str, str]] = set()

    def play(self, case: RecordedCase) -> Played:
        """Run one case and remember it."""
        played = self._with_notes(self._play(case))
        if played.result.verdict == "timeout" and played.seen:  # not one that was left out for another's sake
            self._timeouts.update((case.check.id, case.target.id))
        self.played.setdefault(case.check.id, []).append(played)
        return played

    def _with_notes(self, played: Played) -> Played:
        """The case with what is worth knowing, each thing once an exercise."""
        identity = played.case.target.id
        of_source = [] if device_notes.says_so_itself(played.seen) else self._notes.pop(identity, [])
        new = [note for note in (*of_source, *played.result.notes) if (identity, str(note)) not in self._told]
        self._told.update((identity, str(note)) for note in new)
        return replace(played, result=replace(played.result, notes=tuple(new)))

    def give(self, target: Target, answer: Loadable, files: Mapping[str, str] | None = None, path: str = "") -> None:
        """Hold this answer against an exercise, in the place of a file of the submission's.

        Args:
            target: the exercise.
            answer: what is asked.
            files: its source, to be looked through for forbidden operations.
            path: which of them defines what is asked for.
        """
        self._answers[target.id] = answer
        if files:
            self._scan(target, files, path)

    def name(self, check: str) -> Misconception | None:
        """The misconception behind a check's failing cases, if exactly one explains them."""
        try:
            return name_misconception(self.played.get(check, []))
        except Exception:  # an answer too odd to be compared has no name, and must not end the run
            return None

    def relate(self, check: str) -> list[Any]:
        """What the wrong numbers have to do with the right ones, as a sentence in parts; [] where nothing is seen."""
        try:
            return parts(relation(self.played.get(check, [])) or "")
        except Exception:  # as above
            return []

    def is_learner(self, file: str) -> bool:
        """Whether a file name in a traceback is one of this submission's."""
        base = f"{self.submission.base}/" if self.submission.base else ""
        return file.removeprefix(base) in self.submission.files

    def _play(self, case: RecordedCase) -> Played:
        if case.fault:
            return Played(case, outcome(case, "grader_fault", failure_messages.fault(case.fault)))
        answer = self._answer(case.target)
        if isinstance(answer, Unusable):
            return Played(case, outcome(case, answer.verdict, answer.message, printed=answer.printed))
        if self._timeouts[case.check.id] or self._timeouts[case.target.id] >= _TIMEOUTS_TO_GIVE_UP:
            return Played(case, outcome(case, "timeout", failure_messages.not_tried()))
        stopped = self._stopped_on_cpu(case)
        if stopped is not None:
            return stopped
        if case.check.speed:
            with self._alone():
                return self._refuse_forbidden(play(case, answer))
        first = not self._timeouts
        played = play(case, answer)
        if played.result.verdict == "timeout" and first:
            with self._alone():
                played = play(case, answer)
        return self._refuse_forbidden(played)

    def _stopped_on_cpu(self, case: RecordedCase) -> Played | None:
        """What the CPU showed of a case for a GPU, if that raised and all runs in this process.

        What raises on the CPU may end the CUDA context, and with it every later case; a contestant can be replaced.
        """
        if self.room is not None or case.device == "cpu":
            return None
        twins = [
            one for one in self.played.get(case.check.id, []) if (one.case.id, one.case.device) == (case.id, "cpu")
        ]
        twin = next((one for one in twins if one.result.verdict == "error"), None)
        return replace(twin, result=replace(twin.result, device=case.device, notes=())) if twin else None

    def _alone(self) -> AbstractContextManager[None]:
        """A timeout is confirmed once, while nothing else computes: others may have slowed the answer down."""
        return self.room.alone() if self.room else nullcontext()

    def _refuse_forbidden(self, played: Played) -> Played:
        message = self._forbidden.get(played.case.target.id, "")
        if played.result.verdict != "passed" or not message:
            return played
        flags = (f"forbidden operation in the source: {message.partition('), which')[0]})",)
        return replace(played, result=outcome(played.case, "failed", message, kind="forbidden", flags=flags))

    def _answer(self, target: Target) -> Loadable | Unusable:
        if target.id not in self._answers:
            self._answers[target.id] = self._find(target)
        return self._answers[target.id]

    def _find(self, target: Target) -> Loadable | Unusable:
        if target.id in self.untouched:
            return Unusable("not_started", failure_messages.not_started())
        names = target.exercise.names
        others = [name for name in self.exercises if name != target.id.rpartition("/")[2]]
        match = answer_for(self.submission, target.id, names, others)
        if match.ambiguous:
            return Unusable("missing", failure_messages.ambiguous(match.ambiguous))
        if match.problem:
            return Unusable("error", f"{match.problem}.")
        if match.path is None:
            return Unusable("missing", failure_messages.missing_file())
        self._scan(target, self.submission.files, match.path)
        return self._load(target, match.path)

    def _scan(self, target: Target, files: Mapping[str, str], path: str) -> None:
        forbidden = target.exercise.forbidden
        self._notes[target.id] = [parts(note) for note in device_notes.of_source(files, path, target.exercise.names)]
        asked = {path: list(target.exercise.names), **(siblings(files, path) if forbidden else {})}
        for file, names in asked.items():
            found = scan(files[file], names, forbidden)
            if found:
                first, name = found[0], PurePosixPath(file).name
                self._forbidden[target.id] = failure_messages.forbidden(
                    first.operation, first.pattern, name, first.line
                )
                return

    def _load(self, target: Target, path: str) -> Loadable | Unusable:
        arguments = (self.submission.files, path, target.exercise.names, target.probe_source)
        answer: Loadable
        if self.room is None:
            answer = LocalAnswer(Answer(*arguments, base=self.submission.base))
        else:
            answer = RemoteAnswer(self.room, *arguments)
        try:
            loaded = self._load_twice(target, answer)
        except Lost as lost:
            verdict: Verdict = "timeout" if lost.kind == "timeout" else "crashed"
            return Unusable(verdict, failure_messages.lost_while_loading(path, lost.kind, str(lost)), answer.printed)
        problem = _problem(loaded, path)
        return replace(problem, printed=answer.printed) if problem else answer

    def _load_twice(self, target: Target, answer: Loadable) -> Loaded:
        """Run the file, a second time where it took too long and nothing in this submission has done so before.

        Raises:
            Lost: it ended its process, or took too long.
        """
        try:
            return answer.load()
        except Lost as lost:
            if lost.kind != "timeout" or self._timeouts:
                raise
        try:
            with self._alone():
                return answer.load()
        except Lost as lost:
            self._timeouts.update((target.id,) if lost.kind == "timeout" else ())
            raise


def _problem(loaded: Loaded, path: str) -> Unusable | None:
    if loaded.failure:
        return Unusable("error", failure_messages.could_not_load(loaded.failure, path))
    if loaded.missing:
        return Unusable("missing", failure_messages.missing_names(loaded.missing, path))
    if loaded.not_callable:
        return Unusable("missing", failure_messages.not_callable(loaded.not_callable, path))
    return None

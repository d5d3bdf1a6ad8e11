"""The attack suite: each attack graded like any submission, then looked for wherever it could have left a trace.

Judged from outside alone: by points, by files and listeners around it, by processes left, by what a right submission
gets afterwards. What an attack prints counts against this host, never for it.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

from torchgrade.course import catalogue, select
from torchgrade.doctor import strays, traces
from torchgrade.doctor.attack import Attack
from torchgrade.doctor.listening import ListeningRoom
from torchgrade.doctor.scene import Scene, new_secret
from torchgrade.grading.one import grade_one
from torchgrade.grading.recording import record_graders
from torchgrade.isolation.launch import Launcher, best_launcher
from torchgrade.isolation.limits import Limits
from torchgrade.isolation.mode import Isolation
from torchgrade.isolation.remote import Room
from torchgrade.recorded import RecordedCase
from torchgrade.submission import Submission, read_submission

EXERCISES = ("relu", "softmax")
# Small, so that endless loops end soon; a right submission is graded with the ordinary ones.
LIMITS = Limits(
    call_s=0.5, import_s=1.0, submission_s=8.0, wall_factor=3.0, most_output=8 * 2**20, memory_bytes=512 * 2**20
)
_PATIENCE_S = 180.0
_RIGHT = Submission("right", {"relu.py": "def relu(x):\n    return x.clamp(min=0)\n"})

Outcome = Literal["stopped", "succeeded", "harmed"]


@dataclass(frozen=True)
class Result:
    """How an attack ended; "harmed" means that it spoiled something without reaching what it tried."""

    attack: str
    outcome: Outcome
    details: tuple[str, ...] = ()


class Suite:
    """Runs attacks against one launcher's contestants.

    Args:
        graders: the course's graders, of which relu and softmax are used.
        isolation: how strictly contestants are confined.
        folder: an empty folder that every user can enter.

    Raises:
        BadInput: the graders lack an exercise, or a layer that was asked for is missing.
    """

    def __init__(self, graders: Path, isolation: Isolation, folder: Path) -> None:
        self.isolation = isolation
        self.folder = folder
        self.secret = new_secret()
        self.recording = record_graders(graders, select(catalogue(graders), EXERCISES), ("cpu",), seed=0)
        self.recording.cases = _ends(self.recording.cases)
        answered = [case for case in self.recording.cases if case.target.id.endswith("/relu")]
        self.right = replace(self.recording, cases=answered)
        self._launcher: Launcher

    def run(
        self, attacks: Sequence[Attack], jobs: int, told: Callable[[Result], None] = lambda result: None
    ) -> list[Result]:
        """Run all attacks, several side by side; the results come in their order, then what nobody can be given."""
        results = []
        with strays.adopting_orphans(), _decoy(self.secret) as decoy, ThreadPoolExecutor(jobs) as pool:
            self._launcher = best_launcher()
            ours = {one.pid for one in strays.processes() if one.parent == os.getpid()} | {decoy}
            try:
                self._spoiled()  # a missing layer stops here, before anything was tried
                futures = [pool.submit(self.attempt, attack, number) for number, attack in enumerate(attacks)]
                for attack, future in zip(attacks, futures, strict=True):
                    try:
                        results.append(future.result(timeout=_PATIENCE_S))
                    except TimeoutError:
                        results.append(Result(attack.name, "harmed", ("the judge hangs",)))
                    told(results[-1])
            finally:
                self._launcher.close()
            return results + _orphans(ours)

    def attempt(self, attack: Attack, number: int) -> Result:
        """Grade one attack and look for its traces."""
        with Scene(self.folder / f"s{number}", os.getpid()) as scene:
            submission = self._hand_in(attack, scene, self.folder / f"a{number}")
            room = ListeningRoom(self._launcher, LIMITS, self.isolation)
            try:
                report = grade_one(self.recording, submission, room)
            except Exception as error:
                return Result(attack.name, "harmed", (f"the judge failed: {type(error).__name__}: {error}",))
            reached = [*traces.in_report(report, scene.secret, self.secret), *scene.damage()]
            reached += traces.in_output(room.heard, scene.secret, self.secret)
            left = strays.left_of(room.pids)
            strays.end(left)
            spoiled = [*traces.in_pages(report), *(f"left process {pid} running" for pid in left)]
            spoiled += self._spoiled()
        outcome: Outcome = "succeeded" if reached else "harmed" if spoiled else "stopped"
        return Result(attack.name, outcome, tuple(dict.fromkeys(reached + spoiled)))

    def _hand_in(self, attack: Attack, scene: Scene, folder: Path) -> Submission:
        folder.mkdir()
        for name, text in attack.filled(scene.placeholders).items():
            (folder / name).write_text(text, encoding="utf-8")
        return read_submission(folder, attack.name)

    def _spoiled(self) -> list[str]:
        """What became of a right submission, if it has not full marks any more."""
        try:
            report = grade_one(self.right, _RIGHT, Room(self._launcher, Limits(), self.isolation))
        except OSError as error:
            return [f"no other submission could be graded: {error}"]
        if report.score == report.max_score > 0:
            return []
        wrong = next(check for check in report.checks if check.verdict != "passed")
        return [f"a right submission lost points: {wrong.id}: {wrong.verdict}: {wrong.message}"]


def run_suite(
    attacks: Sequence[Attack],
    graders: Path,
    isolation: Isolation,
    jobs: int | None = None,
    told: Callable[[Result], None] = lambda result: None,
) -> list[Result]:
    """Run attacks in a folder that is removed afterwards.

    Raises:
        BadInput: the graders lack an exercise, or a layer that was asked for is missing.
    """
    with tempfile.TemporaryDirectory(prefix="tg-") as folder:
        os.chmod(folder, 0o755)  # the layers are on trial here, not the mode of a folder
        return Suite(graders, isolation, Path(folder)).run(attacks, jobs or 2 * (os.cpu_count() or 1), told)


def _ends(cases: Sequence[RecordedCase]) -> list[RecordedCase]:
    """The smallest and the largest case of each check, which is enough to tell right from wrong."""
    last = {case.check.id: case for case in cases}
    return [case for case in cases if case.smallest or case is last[case.check.id]]


def _orphans(ours: set[int]) -> list[Result]:
    """What ran on in a session of its own, so that nobody knows whose it was."""
    left = strays.adopted(ours)
    strays.end(left)
    return [Result("(unknown)", "harmed", (f"left process {pid} running",)) for pid in left]


@contextmanager
def _decoy(secret: str) -> Iterator[int]:
    """A process of the same user with a secret in its environment; this process has the secret in its own too."""
    name = "TORCHGRADE_DOCTOR_SECRET"
    os.environ[name] = secret
    try:
        process = subprocess.Popen([sys.executable, "-I", "-c", "input()"], stdin=subprocess.PIPE)
        try:
            yield process.pid
        finally:
            process.kill()
            process.communicate()
    finally:
        del os.environ[name]

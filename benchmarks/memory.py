"""How much memory a contestant has to itself when it has answered everything: what one more job takes.

    python benchmarks/memory.py SUBMISSIONS

Prints, in MB, the median over a few submissions of the pages that no other process shares (its USS, from
/proc/PID/smaps_rollup), and of the kernel's tables of its pages. Linux tells nobody but root of a process that no other
may trace; anyone else measures contestants without the kernel's layers, whose pages are the same.
"""

from __future__ import annotations

import statistics
import sys
from pathlib import Path

from torchgrade.course import catalogue
from torchgrade.examiner import Examiner
from torchgrade.grading.one import grade_with
from torchgrade.grading.recording import Recording, record_graders
from torchgrade.isolation.channel import Channel
from torchgrade.isolation.launch import Launcher, Zygote
from torchgrade.isolation.limits import Limits
from torchgrade.isolation.mode import Isolation
from torchgrade.isolation.remote import Room
from torchgrade.submission import read_submission

GRADERS = Path(__file__).resolve().parent / "graders"
COUNT = 5


class Watched:
    """A launcher that remembers which process it started last."""

    def __init__(self, launcher: Launcher) -> None:
        self.launcher = launcher
        self.pid = 0

    def start(self, limits: Limits) -> Channel:
        """Start a contestant."""
        channel = self.launcher.start(limits)
        self.pid = channel.pid
        return channel

    def close(self) -> None:
        """End the launcher."""
        self.launcher.close()


def used(pid: int) -> tuple[float, float]:
    """MB of private pages, and of the tables of all pages."""
    pages, tables = (_kilobytes(Path(f"/proc/{pid}/{name}")) for name in ("smaps_rollup", "status"))
    return (pages["Private_Clean"] + pages["Private_Dirty"]) / 1024, tables["VmPTE"] / 1024


def _kilobytes(file: Path) -> dict[str, int]:
    pairs = (line.split(":", 1) for line in file.read_text().splitlines() if line.endswith(" kB"))
    return {name: int(value.split()[0]) for name, value in pairs}


def after_grading(recording: Recording, home: Path, launcher: Watched, isolation: Isolation) -> tuple[float, float]:
    """What a contestant uses that has answered all that is asked of a submission, and waits for more."""
    room = Room(launcher, Limits(), isolation)
    try:
        report = grade_with(
            recording, Examiner(read_submission(home), [entry.name for entry in recording.entries], room)
        )
        if report.score != report.max_score:
            sys.exit(f"{home}: has {report.score} of {report.max_score} points, so it was not asked everything")
        return used(launcher.pid)
    finally:
        room.leave()


def main(folder: Path) -> None:
    """Print both numbers."""
    recording = record_graders(GRADERS, catalogue(GRADERS), ("cpu",), 1)
    homes = sorted(folder.iterdir())[:COUNT]
    launcher = Watched(Zygote(recording.needs_compiler))
    try:
        try:
            measured = [after_grading(recording, home, launcher, Isolation()) for home in homes]
        except PermissionError:
            measured = [after_grading(recording, home, launcher, Isolation("process")) for home in homes]
    finally:
        launcher.close()
    print(*(statistics.median(numbers) for numbers in zip(*measured, strict=True)))


if __name__ == "__main__":
    main(Path(sys.argv[1]))

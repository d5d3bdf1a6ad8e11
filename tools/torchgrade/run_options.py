"""The command-line options of a grading run under pytest, read and checked."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest

from torchgrade.course import Course, catalogue, find_course, find_graders, select
from torchgrade.devices import choose_devices
from torchgrade.errors import BadInput
from torchgrade.language.chosen import chosen
from torchgrade.language.speaking import use
from torchgrade.submission import read_submission

PUBLIC_SEED = 20_240_917


@dataclass(frozen=True)
class Options:
    """What the user asked for; `graders` is None outside a course."""

    graders: Path | None
    graders_named: bool
    exercises: tuple[str, ...]
    submission: Path | None
    isolate: bool
    device: str | None
    seed: int
    variant: str
    results: Path | None
    speed: bool = False

    @property
    def devices(self) -> tuple[str, ...]:
        """The devices to run on; asked for only when there is something to grade, since it needs torch."""
        return choose_devices(self.device)

    @property
    def own(self) -> bool:
        """Whether the answers graded are the learner's own exercises, whose progress is kept."""
        return self.graders is not None and self.submission in (None, Course(self.graders.parent).exercises.resolve())


def add_options(group: pytest.OptionGroup) -> None:
    """Declare the options."""
    group.addoption(
        "--exercise", action="append", default=[], metavar="NAME", help="grade this exercise only (repeatable)"
    )
    group.addoption("--submission", metavar="DIR", help="grade the answers in DIR (default: exercises/)")
    group.addoption("--isolate", action="store_true", help="run the learner's code in a process of its own")
    group.addoption("--device", metavar="LIST", help="devices, as in cpu,cuda (default: cpu, and cuda if there is one)")
    group.addoption("--seed", type=int, default=PUBLIC_SEED, metavar="N", help="what inputs are drawn from")
    group.addoption("--variant", default="", metavar="NAME", help="whose inputs to draw, as a report names them")
    group.addoption("--results", metavar="FILE", help="write results there (default: .torchgrade/results.json)")
    group.addoption("--speed", action="store_true", help="also measure speed, where an exercise asks for it")
    group.addoption(
        "--lang", metavar="LANG", help="speak this language, en or zh (default: the course's, the system's)"
    )
    group.addoption("--graders", metavar="DIR", help="use the graders in DIR (default: the course's graders/)")


def read_options(config: pytest.Config) -> Options:
    """Read the options.

    Raises:
        BadInput: a folder, device or exercise is not there.
    """
    named = config.getoption("--graders")
    submission = config.getoption("--submission")
    exercises = tuple(name for item in config.getoption("--exercise") for name in item.split(",") if name)
    graders = _graders(config, named)
    use(chosen(config.getoption("--lang"), graders.parent if graders else None))
    if exercises and graders:
        select(catalogue(graders), exercises)
    if submission:
        _must_be_readable(submission)
    if config.getoption("--device") is not None:
        choose_devices(config.getoption("--device"))
    return Options(
        graders=graders,
        graders_named=named is not None,
        exercises=exercises,
        submission=Path(submission).resolve() if submission else None,
        isolate=bool(config.getoption("--isolate")),
        device=config.getoption("--device"),
        seed=int(config.getoption("--seed")),
        variant=str(config.getoption("--variant")),
        results=Path(config.getoption("--results")) if config.getoption("--results") else None,
        speed=bool(config.getoption("--speed")),
    )


def _must_be_readable(submission: str) -> None:
    if not Path(submission).exists():
        raise BadInput(f"--submission {submission}: no such folder or file. Name the folder that holds the answers.")
    read_submission(Path(submission))


def _graders(config: pytest.Config, named: str | None) -> Path | None:
    if named:
        return find_graders(Path(named))
    course = find_course(config.rootpath) or find_course()
    return course.graders if course else None


def results_path(options: Options, root: Path, partial: bool) -> Path:
    """Where results go: a partial run never replaces the last full results."""
    return options.results or Course(root).root / ".torchgrade" / (
        "results-partial.json" if partial else "results.json"
    )

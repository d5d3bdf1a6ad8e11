"""The pytest plugin: graders are plain pytest files, and this gives them options, devices, results and a board.

In a project without graders it does nothing. A case's outcome and its check's declaration travel in
`user_properties` as JSON-able data, so that gathering works alike with and without pytest-xdist.
"""

from __future__ import annotations

from collections.abc import Generator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from torchgrade.collected_keys import OURS
from torchgrade.course import catalogue, select
from torchgrade.errors import BadInput, CannotStart, TorchgradeError
from torchgrade.exercise import CHECK_ATTRIBUTE, is_asked
from torchgrade.gather import Gathered
from torchgrade.run_options import Options, add_options, read_options

if TYPE_CHECKING:
    from torchgrade.collected import Collected  # noqa: F401 (named in the key below)

COLLECTED = pytest.StashKey["Collected"]()
OPTIONS = pytest.StashKey[Options]()
GATHERED = pytest.StashKey[Gathered]()
RUNNER = pytest.StashKey["type[Collected]"]()  # what to do with the items; by default they are played
WANTED = pytest.StashKey["dict[Path, None] | None"]()
DEVICE = "torchgrade_device"


def pytest_addoption(parser: pytest.Parser) -> None:
    """The options of a grading run."""
    add_options(parser.getgroup("torchgrade", "torchgrade: grading exercises"))


def pytest_configure(config: pytest.Config) -> None:
    """Read the options; refuse what cannot be used before anything runs."""
    try:
        options = read_options(config)
    except BadInput as error:
        raise pytest.UsageError(str(error)) from None
    config.stash[OPTIONS] = options
    config.stash[WANTED] = wanted = _wanted(options)
    if config.args_source is not pytest.Config.ArgsSource.ARGS:
        if wanted is not None:  # straight to these files: looking at all the others takes longer than grading one
            config.args[:] = [str(path) for path in wanted]
        elif options.graders_named:
            config.args[:] = [str(options.graders)]
    if not hasattr(config, "workerinput"):
        config.stash[GATHERED] = Gathered()
        config.pluginmanager.register(Gatherer(config.stash[GATHERED]), "torchgrade-gatherer")


def _wanted(options: Options) -> dict[Path, None] | None:
    """The graders that --exercise asks for, in the catalogue's order; None where it was not given."""
    if not options.exercises or options.graders is None:
        return None
    return {entry.grader: None for entry in select(catalogue(options.graders), options.exercises)}


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """With --exercise, graders of other exercises are not even imported."""
    wanted = config.stash[WANTED]
    if wanted is None or collection_path.parent.parent != config.stash[OPTIONS].graders:
        return None
    return collection_path not in wanted or None


@pytest.hookimpl(trylast=True)
def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Every check runs once per device; the device is the last part of the case's id."""
    if hasattr(metafunc.function, CHECK_ATTRIBUTE):
        metafunc.fixturenames.append(DEVICE)
        try:
            metafunc.parametrize(DEVICE, metafunc.config.stash[OPTIONS].devices)
        except BadInput as error:
            raise pytest.UsageError(str(error)) from None


@pytest.fixture
def verify() -> None:
    """Ask the subject for something; a check's body gets the recorder in this one's place."""


@pytest.fixture
def draw() -> None:
    """Seeded inputs; a check's body gets its own in this one's place."""


def _is_grader(item: pytest.Item) -> bool:
    return isinstance(item, pytest.Function) and hasattr(item.function, CHECK_ATTRIBUTE)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Prepare the grading session, when there is anything to grade."""
    speed = config.stash[OPTIONS].speed
    items[:] = [item for item in items if not _is_grader(item) or is_asked(item.function, speed)]  # type: ignore[attr-defined]
    graders: list[Any] = [item for item in items if _is_grader(item)]
    if not graders:
        return
    from torchgrade.collected import Collected
    from torchgrade.deferred_compiler import defer_compiler

    defer_compiler()
    try:
        config.stash[COLLECTED] = config.stash.get(RUNNER, Collected).of(config, config.stash[OPTIONS], graders)
    except TorchgradeError as error:
        raise pytest.UsageError(str(error)) from None


@pytest.hookimpl(tryfirst=True)
def pytest_pyfunc_call(pyfuncitem: pytest.Function) -> bool | None:
    """Record what the check asks, then play it against the learner's answer."""
    if not _is_grader(pyfuncitem):
        return None
    try:
        pyfuncitem.config.stash[COLLECTED].run(pyfuncitem)
    except (BadInput, CannotStart) as error:  # of the system's, in a run with --isolate: every case would meet it
        pytest.exit(str(error))
    return True


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(item: pytest.Item, nextitem: pytest.Item | None) -> Generator[None, Any, Any]:
    """Behind the last case of an exercise, name the ideas behind its wrong checks."""
    if _is_grader(item):
        item.config.stash[COLLECTED].finish_exercise(item, nextitem)  # type: ignore[arg-type]
    return (yield)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]) -> Generator[None, Any, Any]:
    """Show a case's sentence in the place of our own frames."""
    report = yield
    if _is_grader(item):
        collected = item.config.stash[COLLECTED]
        if call.when == "setup" and report.failed:
            collected.cannot_run(item, _reason(report))  # type: ignore[arg-type]
        elif call.when == "call":
            collected.dress(item, call, report)  # type: ignore[arg-type]
    return report


def _reason(report: pytest.TestReport) -> str:
    """What pytest itself says of an item that it could not set up."""
    marked = [line[1:].strip() for line in report.longreprtext.splitlines() if line.startswith("E ")]
    return marked[0] if marked else "pytest could not set it up"


@pytest.hookimpl(optionalhook=True)  # xdist need not be installed
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """With -n, the cases of one exercise stay together, so that the ideas behind it can be named."""
    if config.getoption("dist", "no") != "load":
        return None
    from xdist.scheduler import LoadFileScheduling

    return LoadFileScheduling(config, log)


def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    """End this process's contestants; a run with anything not started is no success."""
    collected = session.config.stash.get(COLLECTED, None)
    if collected is not None:
        collected.session.close()
    gathered = session.config.stash.get(GATHERED, None)
    unfinished = gathered is not None and gathered.has_unfinished()
    if unfinished and exitstatus == pytest.ExitCode.OK:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


class Gatherer:
    """Listens to reports in the process that talks to the user."""

    def __init__(self, gathered: Gathered) -> None:
        self.gathered = gathered

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Take in what a finished item carries, and keep it out of JUnit's XML, which would print it whole."""
        if report.when == "teardown":
            self.gathered.add(report)
        report.user_properties[:] = [pair for pair in report.user_properties if pair[0] not in OURS]


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> Generator[None, Any, Any]:
    """In the place of a page of tracebacks: the board. Results are written here too."""
    config = terminalreporter.config
    gathered = config.stash.get(GATHERED, None)
    if gathered is None or not gathered.checks:
        return (yield)
    from torchgrade.ending import end_run, quieten

    if not gathered.others:
        quieten(terminalreporter)
    result = yield
    end_run(terminalreporter, config.stash[OPTIONS], gathered)
    return result

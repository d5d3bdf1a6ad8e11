"""`torchgrade doctor`: the tables, and the attacks' exit status."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn
from rich.table import Table
from rich.text import Text

from torchgrade.course import find_course, find_graders
from torchgrade.doctor.attack import Attack, read_attacks
from torchgrade.doctor.attacks import Result, run_suite
from torchgrade.doctor.host import Fact, facts
from torchgrade.doctor.layers import Layer, layers
from torchgrade.errors import BadInput
from torchgrade.isolation.channel import Lost
from torchgrade.isolation.mode import MODES, PROCESS_ONLY, Isolation
from torchgrade.report.text import visible
from torchgrade.report.words import NEITHER, RIGHT, WRONG

_MARKS = {"held": RIGHT, "weaker": NEITHER, "absent": WRONG, "stopped": RIGHT, "succeeded": WRONG, "harmed": WRONG}


def examine(attacks: bool, isolation: str) -> int:
    """Show this host, and run the course's attacks if asked; return the exit status, 1 if one got through.

    Raises:
        BadInput: an unknown mode, a course without attacks, or a layer that strict isolation misses.
    """
    if isolation not in MODES:
        raise BadInput(f"--isolation {isolation}: choose one of {', '.join(MODES)}.")
    suite = read_attacks(_folder()) if attacks else []
    console = Console()
    console.print(host_table(facts()))
    try:
        console.print(layer_table(layers()))
    except Lost as lost:
        raise BadInput(f"no contestant could be started here: {lost}.") from None
    if not suite:
        console.print("`torchgrade doctor --attacks` tries every attack of the course for real.", markup=False)
        return 0
    if isolation == "process":
        console.print(PROCESS_ONLY, markup=False)
    return show_attacks(suite, _run(suite, Isolation(isolation), console), console)


def _folder() -> Path:
    course = find_course()
    if course is None:
        raise BadInput("--attacks runs the suite of a course's checkout, tests/attacks: go to that folder first.")
    return course.root / "tests" / "attacks"


def _run(suite: Sequence[Attack], isolation: Isolation, console: Console) -> list[Result]:
    columns = (TextColumn("attacking"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as progress:
        task = progress.add_task("attacking", total=len(suite))
        return run_suite(suite, find_graders(None), isolation, told=lambda result: progress.advance(task))


def host_table(found: Sequence[Fact]) -> Table:
    """What the host has."""
    table = _table("host", "", "remedy")
    for fact in found:
        table.add_row(fact.name, Text(fact.state), Text(fact.remedy))
    return table


def layer_table(found: Sequence[Layer]) -> Table:
    """How each isolation layer holds."""
    table = _table("layer", "status", "detail", "remedy")
    for layer in found:
        status = f"{_MARKS[layer.status]} {layer.status}"
        table.add_row(layer.name, status, Text(visible(layer.detail)), Text(layer.remedy))
    return table


def show_attacks(suite: Sequence[Attack], results: Sequence[Result], console: Console) -> int:
    """Print what the attacks tried, the counts, and each that got through; 1 if any did."""
    tries = {attack.name: attack.tries for attack in suite}
    table = _table("attack", "outcome", "what it tries")
    for result in results:
        table.add_row(result.attack, f"{_MARKS[result.outcome]} {result.outcome}", tries.get(result.attack, ""))
    console.print(table)
    counts = Counter(result.outcome for result in results)
    for result in results:
        for detail in result.details:
            console.print(f"{result.attack} {result.outcome}: {visible(detail)}", markup=False, highlight=False)
    console.print(
        f"{len(suite)} attacks: {counts['stopped']} stopped, {counts['succeeded']} succeeded, "
        f"{counts['harmed']} did harm.",
        markup=False,
        highlight=False,
    )
    return 1 if counts["succeeded"] or counts["harmed"] else 0


def _table(*titles: str) -> Table:
    table = Table(box=None, header_style="bold", pad_edge=False)
    for title in titles:
        table.add_column(title, overflow="fold")
    return table

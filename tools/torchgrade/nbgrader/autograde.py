"""What stands in nbgrader's autograde where it would run the notebook: results of the isolated run, cell by cell."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from torchgrade.formats.gradebook_entries import cells_of
from torchgrade.formats.wording import verdict, why
from torchgrade.language.speaking import speaking
from torchgrade.nbgrader.exporter import KEY
from torchgrade.nbgrader.grading import Result
from torchgrade.nbgrader.source import GRADE
from torchgrade.report.small import render_small
from torchgrade.report.text import points, visible
from torchgrade.report.views import learner_view
from torchgrade.results import Check, Report, tidy


def show_results(nb: Any, resources: Any) -> tuple[Any, Any]:
    """Give our cells the outputs that nbgrader reads scores from; nothing of the notebook is run."""
    from nbformat import from_dict

    result: Result = resources[KEY]
    with speaking(result.language):
        results = outputs(result.report, result.said)
    for cell in nb.cells:
        if cell.cell_type == "code":
            ours = cell.metadata.get("nbgrader", {})
            found = results.get(ours.get("grade_id", ""), ())
            cell.outputs = [from_dict(_within(output, ours.get("points", 0))) for output in found]
    return nb, resources


def enter_results(nb: Any, resources: Any) -> tuple[Any, Any]:
    """Enter scores and comments into the gradebook, where faults of ours wait for a person and cost nothing."""
    from torchgrade.nbgrader.gradebook import enter

    result: Result = resources[KEY]
    with speaking(result.language):
        enter(resources["nbgrader"], result.report, result.said, result.due)
    return nb, resources


def outputs(report: Report, said: Sequence[str] = ()) -> Mapping[str, list[dict[str, Any]]]:
    """Outputs by the name of the cell, as nbformat has them.

    Args:
        report: one exercise's results, already in the reader's language.
        said: what there is to say about finding the answer.
    """
    seen = learner_view(report)
    shown = [*([_printed(said)] if said else ()), _page(seen)]
    return {GRADE: shown, **{name: _of_cell(checks) for name, checks in cells_of(report.checks, together=True).items()}}


def _of_cell(checks: Sequence[Check]) -> list[dict[str, Any]]:
    """Why a cell's checks are not right, and a number, which is how nbgrader knows of partial credit."""
    lines = [line for check in checks for line in _lines(check, len(checks) > 1 or check.visibility == "hidden")]
    earned = points(sum(check.points for check in checks))
    number = {"output_type": "execute_result", "execution_count": None, "metadata": {}, "data": {"text/plain": earned}}
    return [*([_printed(lines)] if lines else ()), number]


def _within(output: dict[str, Any], most: float) -> dict[str, Any]:
    """The output with no more points than the cell has, which nbgrader would stumble over: weights may have changed."""
    if output["output_type"] != "execute_result":
        return output
    return {**output, "data": {"text/plain": points(min(float(output["data"]["text/plain"]), most))}}


def _lines(check: Check, named: bool) -> Iterable[str]:
    worth = f"{points(check.points)}/{points(check.max_points)}"
    return [*([f"{check.title}: {verdict(check)} ({worth})"] if named else ()), *why(check)]


def _printed(lines: Iterable[str]) -> dict[str, Any]:
    return {"output_type": "stream", "name": "stdout", "text": "".join(f"{visible(line)}\n" for line in lines)}


def _page(report: Report) -> dict[str, Any]:
    text = f"{points(tidy(report.score))}/{points(report.max_score)}"
    data = {"text/html": render_small(report), "text/plain": text}
    return {"output_type": "display_data", "metadata": {}, "data": data}

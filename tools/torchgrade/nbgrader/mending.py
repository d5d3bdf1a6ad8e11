"""A submitted notebook made whole: nbgrader's cells as they were released, the answer, and the author's own cells."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from torchgrade.formats.gradebook_entries import ANSWER
from torchgrade.nbgrader.reading import Cell


def mended(submitted: Iterable[Cell], given: Sequence[dict[str, Any]], answer: str | None) -> list[dict[str, Any]]:
    """The cells of a notebook that nbgrader can work on, whatever was done to the submitted one.

    Every given cell is there exactly once and, but for answers, with its own text; what the author added stays, as
    cells that nbgrader knows nothing of. No outputs are left.

    Args:
        submitted: the cells that were handed in.
        given: the cells of the source notebook.
        answer: the text that was graded, None where none was.
    """
    ours = {name: cell for cell in given if (name := grade_id(cell))}
    kept: dict[str, dict[str, Any]] = {}
    whole: list[dict[str, Any]] = []
    for cell in submitted:
        name = cell.grade_id
        if name in ours and name not in kept:
            kept[name] = _again(ours[name], cell.source)
            whole.append(kept[name])
        elif name not in ours or _is_answer(ours[name]):
            whole.append(_plain(cell))
    elsewhere = answer is not None and ANSWER in ours and ANSWER not in kept
    _put_back(whole, kept, list(ours.items()))
    if elsewhere:
        kept[ANSWER]["source"] = answer
    return whole


def grade_id(cell: dict[str, Any]) -> str:
    """Nbgrader's name for a cell, "" for any other one."""
    return str(cell.get("metadata", {}).get("nbgrader", {}).get("grade_id", ""))


def _again(ours: dict[str, Any], source: str) -> dict[str, Any]:
    """One of our cells; where the author was to write, with what the author wrote."""
    cell = {**ours, "metadata": {"nbgrader": dict(ours["metadata"]["nbgrader"])}}
    cell["source"] = source if _is_answer(ours) else "".join(ours["source"])
    return _bare(cell)


def _is_answer(cell: dict[str, Any]) -> bool:
    return bool(cell.get("metadata", {}).get("nbgrader", {}).get("solution"))


def _plain(cell: Cell) -> dict[str, Any]:
    return _bare({"cell_type": cell.kind, "metadata": {}, "source": cell.source})


def _bare(cell: dict[str, Any]) -> dict[str, Any]:
    """The cell without outputs and without what only some formats have."""
    bare = {name: cell[name] for name in ("cell_type", "metadata", "source")}
    return {**bare, "execution_count": None, "outputs": []} if bare["cell_type"] == "code" else bare


def _put_back(
    whole: list[dict[str, Any]], kept: dict[str, dict[str, Any]], ours: Sequence[tuple[str, dict[str, Any]]]
) -> None:
    """Put each of our cells that is gone behind the one that it followed."""
    before: dict[str, Any] | None = None
    for name, cell in ours:
        if name not in kept:
            kept[name] = _again(cell, _untouched(cell))
            place = next(i for i, other in enumerate(whole) if other is before) + 1 if before is not None else 0
            whole.insert(place, kept[name])
        before = kept[name]


def _untouched(cell: dict[str, Any]) -> str:
    """What stands in an answer cell that was deleted."""
    return "" if _is_answer(cell) else "".join(cell["source"])

"""What a student's feedback leaves out: the text of hidden tests, and all but the points of what they found."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from torchgrade.nbgrader.source import BEGIN_HIDDEN, END_HIDDEN

_BEGIN, _END = BEGIN_HIDDEN.lstrip("# "), END_HIDDEN.lstrip("# ")  # nbgrader looks for these words in a line


def hide_tests(nb: Any, resources: Any) -> tuple[Any, Any]:
    """Take hidden tests out of a graded notebook, and the outputs of their cells, which would tell of them."""
    for cell in nb.cells:
        if _BEGIN in cell.source or _END in cell.source:
            cell.source = "\n".join(visible_lines(cell.source.split("\n")))
            if cell.cell_type == "code":
                cell.outputs = []
    return nb, resources


def visible_lines(lines: Iterable[str]) -> Iterator[str]:
    """The lines outside of hidden regions; a region that is not closed goes on to the end."""
    inside = False
    for line in lines:
        if _BEGIN in line:
            inside = True
        elif _END in line:
            inside = False
        elif not inside:
            yield line

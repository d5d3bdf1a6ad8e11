"""What a student gets of an answer cell: the stub, as `torchgrade generate` cuts it."""

from __future__ import annotations

from typing import Any

from torchgrade.authoring.stub import BEGIN, TODO, cut_stub
from torchgrade.language.speaking import ENGLISH, _, speaking
from torchgrade.nbgrader.source import LANGUAGE, META

_STUB = "stub"


def keep_stubs(nb: Any, resources: Any) -> tuple[Any, Any]:
    """Cut the stub of every solution, and keep it beside the cell while nbgrader clears that in its own way.

    A program with a bug in it, which our solutions may hold as their stub, nbgrader cannot cut.
    """
    with speaking(nb.metadata.get(META, {}).get(LANGUAGE, ENGLISH)):
        for cell in nb.cells:
            if cell.metadata.get("nbgrader", {}).get("solution") and BEGIN in cell.source:
                cell.metadata[META] = {_STUB: stub_of(cell.source)}
    return nb, resources


def put_stubs(nb: Any, resources: Any) -> tuple[Any, Any]:
    """Put the stubs where nbgrader has cleared the solutions."""
    for cell in nb.cells:
        kept = cell.metadata.pop(META, {})
        if _STUB in kept:
            cell.source = kept[_STUB]
    return nb, resources


def stub_of(source: str) -> str:
    """The stub of a solution, in the language spoken now."""
    begin = _("TODO: your code here")
    return cut_stub(source, "the answer cell").replace(TODO[0], f"# {begin}")

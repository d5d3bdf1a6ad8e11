"""`torchgrade ci --init`: a workflow for GitHub or GitLab, or Gradescope's autograder as a zip."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from torchgrade.ci.autograder import autograder
from torchgrade.errors import BadInput
from torchgrade.formats.writing import write_all

TEMPLATES = Path(__file__).parent / "templates"
_PLACES = {
    "github": Path(".github/workflows/torchgrade.yml"),
    "gitlab": Path(".gitlab-ci.yml"),
    "gradescope": Path("autograder.zip"),
}
_NEXT = {
    "github": "Next: put in your course's address where the comments say so, and commit it.",
    "gitlab": "Next: put in your course's address where the comments say so, and commit it.",
    "gradescope": "Next: upload it on Gradescope under Configure Autograder, with Ubuntu 22.04 or newer.",
}


def begin(
    kind: str, graders: Path | None = None, exercises: Sequence[str] = (), out: Path | None = None, force: bool = False
) -> Path:
    """Write what a system needs to grade with torchgrade; return where it is.

    Args:
        kind: "github", "gitlab" or "gradescope".
        graders: those that go into Gradescope's zip; by default the course's.
        exercises: names of exercises or units; none means all.
        out: where to write.
        force: replace what is there.

    Raises:
        BadInput: there is no such system, or the file is there already.
    """
    if kind not in _PLACES:
        raise BadInput(f"--init {kind}: choose from {', '.join(_PLACES)}.")
    place = out or _PLACES[kind]
    if place.is_dir():
        place = place / _PLACES[kind]
    if place.exists() and not force:
        raise BadInput(f"{place}: is there already. Name another file with --out, or replace it with --force.")
    if kind == "gradescope":
        data = autograder(graders, exercises)
    else:
        chosen = f" --exercises {','.join(exercises)}" if exercises else ""
        text = (TEMPLATES / f"{kind}.yml").read_text(encoding="utf-8")
        data = text.replace(" @EXERCISES@", chosen).encode("utf-8")
    write_all([(place, data)])
    print(f"{place}\n{_NEXT[kind]}")
    return place

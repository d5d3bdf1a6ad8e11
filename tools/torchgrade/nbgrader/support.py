"""What lies beside released notebooks, so that they work where students open them."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

from torchgrade.assignment.model import Assignment
from torchgrade.errors import BadInput
from torchgrade.language.speaking import _
from torchgrade.results_io import write_text

# Of a release to students all but the stubs, which are in the notebooks, and the page about them.
_PARTS = ("graders", "wheels", "pyproject.toml", "requirements.txt")

_INSTALL = """```
python3 -m venv .venv
. .venv/bin/activate          # Windows: .venv\\Scripts\\activate
pip install -r requirements.txt jupyterlab
jupyter lab
```"""


def write_support(assignment: Assignment, out: Path, graders: Path, locale: str | None = None) -> None:
    """Write graders that hold no answer and no hidden check, torchgrade's wheel, and a page to begin with.

    Raises:
        BadInput: a grader is at fault, or something cannot be written.
    """
    from torchgrade.release.command import release

    page = readme(assignment)  # first of all: what records graders speaks as it likes afterwards
    with tempfile.TemporaryDirectory() as name:
        made = release(assignment.path, Path(name) / "release", "files", locale, graders)
        try:
            for part in _PARTS:
                _replace(out / part, made / part)
            write_text(out / "README.md", page)
        except OSError as error:
            raise BadInput(f"{out}: cannot be written ({error}). Make room, or name another.") from None


def _replace(place: Path, made: Path) -> None:
    if made.is_dir():
        shutil.rmtree(place, ignore_errors=True)
        shutil.copytree(made, place)
    else:
        shutil.copyfile(made, place)


def readme(assignment: Assignment) -> str:
    """The page that students read first, in the language spoken now."""
    parts = [
        f"# {assignment.title or assignment.name}",
        _("Each notebook here is an exercise. Once, with Python 3.10 or newer, in this folder:"),
        _INSTALL,
        _(
            "Write your answer into the answer cell of a notebook, and run all cells: they tell how you stand. "
            "`torchgrade hint NAME` in a terminal gives a hint, a little more each time."
        ),
        _("Only the answer cell is graded. Do not delete, copy or rename the cells that were there."),
    ]
    return "\n\n".join(parts) + "\n"

"""The page that students read first, in the language spoken now."""

from __future__ import annotations

from torchgrade.assignment.model import Assignment
from torchgrade.language.speaking import _
from torchgrade.report.text import points

_INSTALL = """```
python3 -m venv .venv
. .venv/bin/activate          # Windows: .venv\\Scripts\\activate
pip install -r requirements.txt
```"""


def student_readme(assignment: Assignment) -> str:
    """The README.md of a release."""
    parts = [
        f"# {assignment.title or assignment.name}",
        _("Fill in the functions and classes in `exercises/`, and let `pytest` tell you how you stand."),
        _dates(assignment),
        "## " + _("Once, to begin with"),
        _("Python 3.10 or newer, and in this folder:"),
        _INSTALL,
        _(
            "On Linux add `--extra-index-url https://download.pytorch.org/whl/cpu` to the last line if you have no GPU "
            "from NVIDIA: it saves gigabytes."
        ),
        "## " + _("Then, over and over"),
        _commands(assignment.entries[0].name),
        _(
            "What is right lies in `graders/` as numbers, so no answer is hidden there. Your submission is graded "
            "with other numbers."
        ),
        *_hidden(assignment),
        "## " + _("The exercises"),
        _table(assignment),
        "## " + _("Handing in"),
        _("Hand in the folder `exercises/` as a zip, or its files one by one. Nothing else is looked at."),
        *_rules(assignment),
    ]
    return "\n\n".join(part for part in parts if part) + "\n"


def _commands(first: str) -> str:
    lines = {
        "pytest": _("all exercises, and how you stand"),
        f"pytest --exercise {first}": _("one of them"),
        f"torchgrade hint {first}": _("a hint, a little more each time"),
        "torchgrade list": _("what there is, and what is next"),
    }
    width = max(map(len, lines))
    return "\n".join(["```", *(f"{command:<{width}}   # {what}" for command, what in lines.items()), "```"])


def _dates(assignment: Assignment) -> str:
    if assignment.due is None:
        return ""
    return _("**Due on {date}.**", date=f"{assignment.due:%Y-%m-%d %H:%M} (UTC{assignment.due:%z})")


def _hidden(assignment: Assignment) -> list[str]:
    number = len(assignment.hidden)
    if not number:
        return []
    return [_("Official grading has further checks that are not in this folder: {number} of them.", number=number)]


def _table(assignment: Assignment) -> str:
    heads = _("exercise"), _("points")
    rows = [f"| {heads[0]} | {heads[1]} |", "| --- | --: |"]
    rows += [f"| `exercises/{entry.id}.py` | {points(assignment.weights[entry.id])} |" for entry in assignment.entries]
    return "\n".join(rows)


def _rules(assignment: Assignment) -> list[str]:
    late, found = assignment.late, []
    if assignment.attempts:
        found.append(
            _("You may hand in {number} times; what comes after that does not count.", number=assignment.attempts)
        )
    if assignment.counts == "best":
        found.append(_("The best of what you hand in counts."))
    else:
        found.append(_("The last of what you hand in counts."))
    if assignment.due and late.days and late.percent:
        found.append(
            _(
                "Up to {days} days late is possible; each day begun costs {percent} % of your score.",
                days=late.days,
                percent=f"{late.percent:g}",
            )
        )
    if late.free:
        found.append(_("Of these days {number} are free.", number=late.free))
    return [" ".join(found)]

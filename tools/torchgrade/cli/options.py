"""Options that several commands share."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer


def speak(asked: str | None) -> str | None:
    """Speak the language asked for, else the one that the course or the system is set to."""
    from torchgrade.course import find_course
    from torchgrade.language.chosen import chosen
    from torchgrade.language.speaking import use

    course = find_course()
    use(chosen(asked, course.root if course else None))
    return asked


def split(names: str | None) -> list[str]:
    """The names in "softmax, conv2d"."""
    return [name.strip() for name in (names or "").split(",") if name.strip()]


Graders = Annotated[Path | None, typer.Option(metavar="DIR", help="use the graders in DIR, not the course's own")]
Names = Annotated[str | None, typer.Option(metavar="NAMES", help="only these, as in softmax,conv2d or a unit")]
Lang = Annotated[str | None, typer.Option(metavar="LANG", help="speak this language, en or zh", callback=speak)]
Out = Annotated[Path, typer.Option(metavar="DIR", help="where results and reports go")]
Jobs = Annotated[int | None, typer.Option(help="submissions side by side (default: one a core)")]
Similar = Annotated[
    str,
    typer.Option(
        metavar="NAMES", help="list answers that are nearly the same, as in 'conv2d=95, adam' (percent alike)"
    ),
]
Devices = Annotated[str | None, typer.Option(metavar="LIST", help="devices, as in cpu,cuda")]
TimeLimit = Annotated[float, typer.Option(help="seconds of computing for one call")]
IsolationMode = Annotated[str, typer.Option(help="strict, standard or process")]
Seed = Annotated[int | None, typer.Option(help="draw inputs from this seed, not from a secret one")]

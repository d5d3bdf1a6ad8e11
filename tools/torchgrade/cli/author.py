"""What an author of exercises types."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from torchgrade.cli.options import Graders, Lang, Names, split

app = typer.Typer()


@app.command()
def generate(
    force: Annotated[bool, typer.Option(help="replace edited stubs too, keeping backups")] = False, lang: Lang = None
) -> None:
    """Write exercises/ from solutions/; a stub that was edited is left alone."""
    from torchgrade.authoring.command import generate_stubs

    generate_stubs(force)


@app.command()
def validate(
    exercises: Names = None,
    graders: Graders = None,
    unit: Annotated[str | None, typer.Option(metavar="UNIT", help="one whole unit, as in 03_activations")] = None,
    jobs: Annotated[int | None, typer.Option(help="exercises side by side (default: one a core)")] = None,
    table: Annotated[Path | None, typer.Option(metavar="FILE", help="write what was found as a Markdown table")] = None,
    mutants: Annotated[bool, typer.Option("--mutants", help="also small changes to each solution; takes long")] = False,
    attacks: Annotated[bool, typer.Option("--attacks", help="also cheats against the grading itself")] = False,
    device: Annotated[str, typer.Option(metavar="LIST", help="devices, as in cpu,cuda")] = "cpu",
) -> None:
    """Prove the catalogue: solutions pass, stubs score 0, every misconception is refused and named."""
    from torchgrade.authoring.command import validate_catalogue
    from torchgrade.authoring.validate import More

    asked: dict[More, bool] = {"mutants": mutants, "attacks": attacks}
    more = [name for name, wanted in asked.items() if wanted]
    raise typer.Exit(
        validate_catalogue(split(exercises) + split(unit), graders, jobs, table=table, more=more, device=device)
    )


@app.command()
def translate(
    exercises: Annotated[str | None, typer.Argument(metavar="[NAMES]", help="as in softmax,conv2d or a unit")] = None,
    lang: Annotated[str, typer.Option(help="the language, as gettext names it")] = "zh_CN",
    graders: Graders = None,
    check: Annotated[bool, typer.Option("--check", help="write nothing, only say what is missing")] = False,
) -> None:
    """Bring the catalogues (PO files beside the graders) up to date, and list what is not translated yet."""
    from torchgrade.authoring.command import translate_catalogue

    raise typer.Exit(translate_catalogue(split(exercises), graders, lang, check))


@app.command()
def new(
    unit: Annotated[str, typer.Argument(help="the unit's folder, as in 04_layers")],
    name: Annotated[str, typer.Argument(help="the exercise's name, in snake_case")],
) -> None:
    """Begin an exercise: a solution and a grader to fill in."""
    from torchgrade.authoring.command import begin_exercise

    begin_exercise(unit, name)

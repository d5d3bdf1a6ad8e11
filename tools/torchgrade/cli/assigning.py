"""What an instructor types around an assignment."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from torchgrade.cli.options import Graders, split

app = typer.Typer()
assignment = typer.Typer(help="Begin an assignment, or say what is wrong with one.", no_args_is_help=True)
app.add_typer(assignment, name="assignment")

File = Annotated[Path, typer.Argument(metavar="FILE", help="the assignment, as in ps1.toml")]


@assignment.command()
def new(
    name: Annotated[str, typer.Argument(help="what to call it, as in ps1")],
    exercises: Annotated[str, typer.Option(metavar="NAMES", help="as in 'unit 5, adam'")],
    graders: Graders = None,
) -> None:
    """Write NAME.toml, an example with every key explained."""
    from torchgrade.assignment.command import begin

    begin(name, split(exercises), graders)


@assignment.command()
def check(file: File, graders: Graders = None) -> None:
    """Say everything that is wrong with an assignment, each with its line and what mends it."""
    from torchgrade.assignment.command import check as check_assignment

    check_assignment(file, graders)

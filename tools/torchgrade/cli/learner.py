"""What a learner types."""

from __future__ import annotations

from typing import Annotated

import typer

from torchgrade.cli.options import Graders, Lang

app = typer.Typer()


@app.command("list")
def list_exercises(graders: Graders = None, lang: Lang = None) -> None:
    """Show every exercise, what it is worth, and how it stands."""
    from torchgrade.listing import show

    show(graders)


@app.command()
def hint(
    name: Annotated[str, typer.Argument(help="the exercise")],
    rung: Annotated[int, typer.Argument(help="1 points; higher ones say more")] = 1,
    graders: Graders = None,
    lang: Lang = None,
) -> None:
    """Give a hint on an exercise, one rung at a time."""
    from torchgrade.course import catalogue, find, find_graders
    from torchgrade.hints import hint as text_of
    from torchgrade.hints import last_report

    folder = find_graders(graders)
    typer.echo(text_of(find(catalogue(folder), name), rung, last_report(folder.parent)))

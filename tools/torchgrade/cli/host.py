"""What anyone types to see what this machine offers."""

from __future__ import annotations

from typing import Annotated

import typer

app = typer.Typer()


@app.command()
def doctor(
    attacks: Annotated[bool, typer.Option("--attacks", help="try every attack of the course's suite for real")] = False,
    isolation: Annotated[str, typer.Option(help="strict, standard or process, for --attacks")] = "standard",
) -> None:
    """Show what this host offers and which isolation layers hold, with what mends the others."""
    from torchgrade.doctor.command import examine

    raise typer.Exit(examine(attacks, isolation))

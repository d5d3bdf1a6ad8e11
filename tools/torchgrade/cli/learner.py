"""What a learner types."""

from __future__ import annotations

from typing import Annotated

import typer

from torchgrade.cli.options import Graders, Lang, TimeLimit, split

app = typer.Typer()


@app.command("list")
def list_exercises(
    names: Annotated[str | None, typer.Argument(metavar="[NAMES]", help="units or exercises to show alone")] = None,
    everything: Annotated[bool, typer.Option("--all", help="show the exercises of every unit")] = False,
    graders: Graders = None,
    lang: Lang = None,
) -> None:
    """Show how far you are in every unit, how each exercise stands, and what is next."""
    from torchgrade.listing import show

    show(graders, split(names), everything)


@app.command()
def hint(
    name: Annotated[str, typer.Argument(help="the exercise")],
    number: Annotated[int | None, typer.Argument(metavar="[RUNG]", help="a rung by its number; 1 points")] = None,
    rung: Annotated[int | None, typer.Option(help="the same")] = None,
    graders: Graders = None,
    lang: Lang = None,
) -> None:
    """Give a hint on an exercise, a rung more each time; it is counted."""
    from torchgrade.course import catalogue, find, find_graders
    from torchgrade.hints import last_checks, next_hint
    from torchgrade.progress import read

    folder = find_graders(graders)
    entry = find(catalogue(folder), name)
    asked = rung if rung is not None else number
    trouble = read(folder.parent).note
    if trouble:
        typer.echo(trouble, err=True)
    typer.echo(next_hint(folder.parent, entry, last_checks(folder.parent, entry.id), asked))


@app.command()
def watch(
    name: Annotated[str | None, typer.Argument(help="the exercise (default: the first that is not green)")] = None,
    graders: Graders = None,
    device: Annotated[str, typer.Option(metavar="LIST", help="devices, as in cpu,cuda")] = "cpu",
    time_limit: TimeLimit = 10.0,
    lang: Lang = None,
) -> None:
    """Check an exercise at every save, and show what is not right yet."""
    from torchgrade.watch.command import watch_exercises

    watch_exercises(name, graders, device, time_limit)

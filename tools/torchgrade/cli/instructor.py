"""What an instructor types: grading a class, and what comes of it."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from torchgrade.cli.options import Graders, Lang, Names, Out, split

app = typer.Typer()


@app.command()
def grade(
    submissions: Annotated[Path, typer.Argument(help="a folder: each sub-folder, zip or .py file is a submission")],
    out: Out,
    exercises: Names = None,
    graders: Graders = None,
    seed: Annotated[int | None, typer.Option(help="draw inputs from this seed, not from a secret one")] = None,
    jobs: Annotated[int | None, typer.Option(help="submissions side by side (default: one a core)")] = None,
    device: Annotated[str | None, typer.Option(metavar="LIST", help="devices, as in cpu,cuda")] = None,
    time_limit: Annotated[float, typer.Option(help="seconds of computing for one call")] = 10.0,
    force: Annotated[bool, typer.Option(help="grade again what is unchanged")] = False,
    isolation: Annotated[str, typer.Option(help="strict, standard or process")] = "standard",
    scheduler: Annotated[
        str | None, typer.Option(metavar="ADDRESS", help="grade on the Dask cluster there (docs/cluster.md)")
    ] = None,
    lang: Lang = None,
) -> None:
    """Grade a folder of submissions, each in a process of its own, and write results and reports."""
    from torchgrade.grading.command import grade_folder

    raise typer.Exit(
        grade_folder(
            submissions,
            out,
            exercises=split(exercises),
            graders=graders,
            seed=seed,
            jobs=jobs,
            device=device,
            time_limit=time_limit,
            force=force,
            isolation=isolation,
            scheduler=scheduler,
        )
    )


@app.command()
def report(
    results: Annotated[Path, typer.Argument(help="a results file, or a folder of them")], out: Out, lang: Lang = None
) -> None:
    """Render HTML from results alone; torch is not needed."""
    from torchgrade.classroom.rendering import render_folder

    typer.echo(f"Report: {render_folder(results, out)}")

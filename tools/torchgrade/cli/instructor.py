"""What an instructor types: grading a class, and what comes of it."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from torchgrade.cli.options import Devices, Graders, IsolationMode, Jobs, Lang, Names, Seed, Similar, TimeLimit, split
from torchgrade.errors import BadInput

app = typer.Typer()


@app.command()
def grade(
    source: Annotated[
        Path,
        typer.Argument(
            metavar="[FILE.toml] SUBMISSIONS", help="a folder: each sub-folder, zip or .py file is a submission"
        ),
    ],
    submissions: Annotated[
        Path | None, typer.Argument(hidden=True, help="the folder, behind an assignment's file")
    ] = None,
    out: Annotated[Path | None, typer.Option(metavar="DIR", help="where results and reports go")] = None,
    exercises: Names = None,
    graders: Graders = None,
    seed: Seed = None,
    jobs: Jobs = None,
    device: Devices = None,
    time_limit: TimeLimit = 10.0,
    force: Annotated[bool, typer.Option(help="grade again what is unchanged")] = False,
    isolation: IsolationMode = "standard",
    scheduler: Annotated[
        str | None, typer.Option(metavar="ADDRESS", help="grade on the Dask cluster there (docs/cluster.md)")
    ] = None,
    gpu_memory: Annotated[
        float | None, typer.Option(metavar="SHARE", help="of a GPU's memory, for each submission on it")
    ] = None,
    roster: Annotated[
        Path | None, typer.Option(metavar="FILE", help="a CSV of ids and names: who should have submitted")
    ] = None,
    similar: Similar = "",
    speed: Annotated[bool, typer.Option(help="also measure speed beside torch's own, where an exercise asks")] = False,
    lang: Lang = None,
) -> None:
    """Grade a folder of submissions, each in a process of its own, and write results and reports."""
    from torchgrade.assignment.grading import grade_assignment, is_assignment
    from torchgrade.grading.command import grade_folder

    options: dict[str, Any] = {
        "graders": graders,
        "seed": seed,
        "jobs": jobs,
        "device": device,
        "time_limit": time_limit,
        "force": force,
        "isolation": isolation,
        "scheduler": scheduler,
        "gpu_memory": gpu_memory,
        "roster": roster,
    }
    if is_assignment(source):
        if exercises:
            raise BadInput(f"--exercises: {source} says which. Change it there, or grade a folder without it.")
        if similar:
            raise BadInput(f"--similar: write it into {source}, as in conv2d = 90 below [similar].")
        if speed:
            raise BadInput(f"--speed: write it into {source}, as speed = true, since it changes what checks are worth.")
        raise typer.Exit(grade_assignment(source, submissions, out, **options))
    if submissions is not None:
        raise BadInput(f"{source}: an assignment's file ends in .toml. Name it first, then the submissions.")
    if out is None:
        raise BadInput("--out DIR is missing: where results and reports go.")
    raise typer.Exit(grade_folder(source, out, exercises=split(exercises), similar=similar, speed=speed, **options))

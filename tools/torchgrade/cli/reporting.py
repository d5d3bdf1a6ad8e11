"""What one types to have results in a format that another system reads, and what a CI job types."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

import typer

from torchgrade.cli.options import Devices, Graders, IsolationMode, Lang, Names, Seed, TimeLimit, split

app = typer.Typer()


@app.command()
def report(
    results: Annotated[Path, typer.Argument(help="a results file, or a folder of them")],
    out: Annotated[
        Path | None, typer.Option(metavar="PATH", help="the file; for html or several formats, the folder")
    ] = None,
    formats: Annotated[
        list[str] | None,
        typer.Option(
            "--format",
            metavar="F",
            help="as in junit,csv or csv=grades.csv: html, json, terminal, markdown, junit, gradescope, github, "
            "github-classroom, prairielearn, csv, canvas, moodle, nbgrader, feedback (docs/formats.md)",
        ),
    ] = None,
    audience: Annotated[
        str | None,
        typer.Option("--for", metavar="WHOM", help="learner or instructor (default: the format's usual one)"),
    ] = None,
    fill: Annotated[
        Path | None, typer.Option(metavar="FILE", help="what you downloaded from Canvas or Moodle, to be filled in")
    ] = None,
    column: Annotated[str, typer.Option(metavar="TITLE", help="the column of it to fill in")] = "",
    assignment: Annotated[str, typer.Option(metavar="NAME", help="what the assignment is called there")] = "",
    roster: Annotated[
        Path | None, typer.Option(metavar="FILE", help="a CSV of ids and names, for html: who should have submitted")
    ] = None,
    jobs: Annotated[int | None, typer.Option(help="processes that render html (default: one a core)")] = None,
    graders: Graders = None,
    lang: Lang = None,
) -> None:
    """Render results as HTML or in another format; torch is not needed."""
    from torchgrade.formats.command import report_as

    report_as(
        results,
        formats or [],
        out,
        audience=audience,
        fill=fill,
        column=column,
        assignment=assignment,
        graders=graders,
        roster=roster,
        jobs=jobs,
    )


@app.command()
def ci(
    graders: Annotated[
        str | None,
        typer.Option(metavar="SOURCE", help="a folder outside of the checkout, or REVISION[:FOLDER] of its clone"),
    ] = None,
    submission: Annotated[Path, typer.Option(metavar="DIR", help="the checkout to grade")] = Path(),
    exercises: Names = None,
    assignment: Annotated[
        Path | None, typer.Option(metavar="FILE", help="an assignment's file, also outside of the checkout")
    ] = None,
    files: Annotated[
        list[str] | None, typer.Option(metavar="PATTERN", help="copy these files too, as in 'helpers/*.py'")
    ] = None,
    out: Annotated[
        Path | None, typer.Option(metavar="DIR", help="where results go (default: torchgrade-results)")
    ] = None,
    formats: Annotated[
        list[str] | None, typer.Option("--format", metavar="F", help="more formats, as in markdown or csv=grades.csv")
    ] = None,
    fail_under: Annotated[
        float | None, typer.Option(metavar="P", help="end with status 1 below P percent of the points")
    ] = None,
    audience: Annotated[str, typer.Option("--for", metavar="WHOM", help="learner or instructor")] = "learner",
    name: Annotated[str, typer.Option(help="what the submission is called (default: as the job says)")] = "",
    isolation: IsolationMode = "standard",
    device: Devices = None,
    time_limit: TimeLimit = 10.0,
    seed: Seed = None,
    init: Annotated[
        str | None, typer.Option(metavar="SYSTEM", help="only write what github, gitlab or gradescope needs")
    ] = None,
    force: Annotated[bool, typer.Option(help="with --init: replace what is there")] = False,
    autograder: Annotated[
        Path | None, typer.Option(metavar="DIR", help="Gradescope's /autograder", hidden=True)
    ] = None,
    lang: Lang = None,
) -> None:
    """Grade the checkout one stands in, by graders that its author cannot change."""
    from torchgrade.ci.begin import begin
    from torchgrade.errors import BadInput

    if init is not None:
        begin(init, Path(graders) if graders else None, split(exercises), out, force)
        return
    if graders is None:
        raise BadInput("--graders is missing: name a folder outside of the checkout, or a revision of its git clone.")
    if audience not in ("learner", "instructor"):
        raise BadInput(f"--for {audience}: choose learner or instructor.")
    from torchgrade.ci.command import named_out, run
    from torchgrade.ci.grading import Order
    from torchgrade.ci.surroundings import gradescope, surroundings

    around = gradescope(autograder) if autograder else surroundings(os.environ)
    order = Order(
        graders,
        submission,
        name,
        split(exercises),
        assignment,
        files or [],
        device=device,
        isolation=isolation,
        time_limit=time_limit,
        seed=seed,
        audience="learner" if audience == "learner" else "instructor",
    )
    raise typer.Exit(run(order, around, named_out(out, dict(os.environ)), formats or [], fail_under))

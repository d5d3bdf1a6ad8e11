"""What one types to have results in a format that another system reads, and what a CI job types."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from torchgrade.cli.options import Graders, Lang

app = typer.Typer()


@app.command()
def report(
    results: Annotated[Path, typer.Argument(help="a results file, or a folder of them")],
    out: Annotated[
        Path | None, typer.Option(metavar="PATH", help="the file; for html or several formats, the folder")
    ] = None,
    formats: Annotated[
        list[str] | None,
        typer.Option("--format", metavar="F", help="as in junit,csv or csv=grades.csv (docs/formats.md)"),
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
    )

"""What an instructor types around an assignment."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from torchgrade.cli.options import Devices, Graders, IsolationMode, Jobs, Lang, TimeLimit, split

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


@app.command()
def regrade(
    file: File,
    submissions: Annotated[
        Path | None, typer.Argument(help="where they lie (default: where `collect` puts them)")
    ] = None,
    out: Annotated[Path | None, typer.Option(metavar="DIR", help="where results lie (default: as `grade`)")] = None,
    changed: Annotated[
        bool, typer.Option("--changed", help="only what changed graders and submissions touch, not everything")
    ] = False,
    graders: Graders = None,
    jobs: Jobs = None,
    device: Devices = None,
    time_limit: TimeLimit = 10.0,
    isolation: IsolationMode = "standard",
    lang: Lang = None,
) -> None:
    """Grade again, keep every earlier result, and say whose score moved and why."""
    from torchgrade.assignment.regrading import regrade as grade_again

    options: dict[str, Any] = {"jobs": jobs, "device": device, "time_limit": time_limit, "isolation": isolation}
    raise typer.Exit(grade_again(file, submissions, out, changed=changed, graders=graders, **options))


@app.command()
def release(
    file: File,
    out: Annotated[Path | None, typer.Option(metavar="DIR", help="where to (default: NAME/release)")] = None,
    form: Annotated[str, typer.Option("--as", help="files, zip or notebooks")] = "files",
    lang: Annotated[str | None, typer.Option(metavar="LANG", help="the students' language, en or zh")] = None,
    graders: Graders = None,
) -> None:
    """Write what students get: stubs, graders that hold no answer, and what they need to run them."""
    from torchgrade.release.command import release as write_release

    typer.echo(f"Release: {write_release(file, out, form, lang, graders)}")
    if form == "notebooks":
        typer.echo("These are source notebooks with solutions: `nbgrader generate_assignment` makes what students get.")
    else:
        typer.echo(f"Give it to your students; they begin with its README.md. {file} stays with you.")


@app.command()
def collect(
    file: File,
    source: Annotated[Path, typer.Argument(metavar="FROM", help="a folder of hand-ins, or an LMS's zip of all")],
    out: Annotated[Path | None, typer.Option(metavar="DIR", help="where to (default: NAME/collected)")] = None,
    roster: Annotated[
        Path | None, typer.Option(metavar="CSV", help="who should hand in (default: roster.csv beside FILE)")
    ] = None,
    extensions: Annotated[
        Path | None, typer.Option(metavar="CSV", help="who has more time (default: extensions.csv beside FILE)")
    ] = None,
    graders: Graders = None,
) -> None:
    """Collect hand-ins from folders, zips, an LMS's download or git repositories, as the assignment's rules say."""
    from torchgrade.assignment.collecting.command import collect as collect_all

    collect_all(file, source, out, roster=roster, extensions=extensions, graders=graders)

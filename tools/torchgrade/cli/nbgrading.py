"""What an instructor types who teaches with nbgrader."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from torchgrade.cli.options import Graders, Lang, split

app = typer.Typer()
nbgrader = typer.Typer(help="Teach with nbgrader: make a course, and grade its notebooks.", no_args_is_help=True)
app.add_typer(nbgrader, name="nbgrader")

CourseFolder = Annotated[Path, typer.Argument(metavar="COURSE", help="the course's folder")]
Name = Annotated[str, typer.Argument(metavar="ASSIGNMENT", help="as in ps1")]


@nbgrader.command()
def new(
    course: CourseFolder,
    exercises: Annotated[str, typer.Option(metavar="NAMES", help="as in 'unit 5, adam'")],
    assignment: Annotated[str, typer.Option(metavar="NAME", help="what to call the assignment")] = "ps1",
    graders: Graders = None,
    lang: Lang = None,
) -> None:
    """Make a course folder with an assignment in it, or add the assignment to a course that is there."""
    from torchgrade.nbgrader.new import new_course

    made = new_course(course, split(exercises), assignment, graders)
    typer.echo(f"{course}: {len(made.entries)} notebooks in source/{assignment}, and {assignment}.toml to edit. Next:")
    typer.echo(
        f"  cd {course} && nbgrader generate_assignment {assignment} && nbgrader release_assignment {assignment}"
    )


@nbgrader.command()
def notebooks(course: CourseFolder, assignment: Name, graders: Graders = None) -> None:
    """Write an assignment's source notebooks anew, after its file was edited."""
    from torchgrade.course import find_graders
    from torchgrade.nbgrader.new import source_notebooks

    made = source_notebooks(course, assignment, find_graders(graders))
    typer.echo(f"{course}: {len(made.entries)} notebooks in source/{assignment}. Next:")
    typer.echo(f"  cd {course} && nbgrader generate_assignment --force {assignment}")


@nbgrader.command()
def grade(course: CourseFolder, assignment: Name) -> None:
    """Grade what was handed in, isolated, and enter scores and comments into nbgrader's gradebook."""
    from torchgrade.nbgrader.command import grade_course

    raise typer.Exit(grade_course(course, assignment))

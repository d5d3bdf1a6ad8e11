"""The command `torchgrade`. It imports what a command needs when that command runs."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from torchgrade.errors import BadInput, TorchgradeError

app = typer.Typer(
    add_completion=False,
    no_args_is_help=True,
    help="Auto-graded PyTorch exercises, held against torch itself.",
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)

Graders = Annotated[Path | None, typer.Option(metavar="DIR", help="use the graders in DIR, not the course's own")]
Names = Annotated[str | None, typer.Option(metavar="NAMES", help="only these, as in softmax,conv2d or a unit")]
Lang = Annotated[
    str | None, typer.Option(metavar="LANG", help="speak this language, en or zh", callback=lambda asked: speak(asked))
]
Out = Annotated[Path, typer.Option(metavar="DIR", help="where results and reports go")]


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


@app.command()
def generate(force: Annotated[bool, typer.Option(help="replace edited stubs too, keeping backups")] = False) -> None:
    """Write exercises/ from solutions/; a stub that was edited is left alone."""
    from torchgrade.authoring.command import generate_stubs

    generate_stubs(force)


@app.command()
def validate(
    exercises: Names = None,
    graders: Graders = None,
    unit: Annotated[str | None, typer.Option(metavar="UNIT", help="one whole unit, as in 03_activations")] = None,
    jobs: Annotated[int | None, typer.Option(help="exercises side by side (default: one a core)")] = None,
    table: Annotated[Path | None, typer.Option(metavar="FILE", help="write what was found as a Markdown table")] = None,
) -> None:
    """Prove the catalogue: solutions pass, stubs score 0, every misconception is refused and named."""
    from torchgrade.authoring.command import validate_catalogue

    raise typer.Exit(validate_catalogue(split(exercises) + split(unit), graders, jobs, table=table))


@app.command()
def translate(
    exercises: Annotated[str | None, typer.Argument(metavar="[NAMES]", help="as in softmax,conv2d or a unit")] = None,
    lang: Annotated[str, typer.Option(help="the language, as gettext names it")] = "zh_CN",
    graders: Graders = None,
    check: Annotated[bool, typer.Option("--check", help="write nothing, only say what is missing")] = False,
) -> None:
    """Bring the catalogues (PO files beside the graders) up to date, and list what is not translated yet."""
    from torchgrade.authoring.command import translate_catalogue

    raise typer.Exit(translate_catalogue(split(exercises), graders, lang, check))


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


@app.command()
def new(
    unit: Annotated[str, typer.Argument(help="the unit's folder, as in 04_layers")],
    name: Annotated[str, typer.Argument(help="the exercise's name, in snake_case")],
) -> None:
    """Begin an exercise: a solution and a grader to fill in."""
    from torchgrade.authoring.command import begin_exercise

    begin_exercise(unit, name)


@app.command()
def doctor(
    attacks: Annotated[bool, typer.Option("--attacks", help="try every attack of the course's suite for real")] = False,
    isolation: Annotated[str, typer.Option(help="strict, standard or process, for --attacks")] = "standard",
) -> None:
    """Show what this host offers and which isolation layers hold, with what mends the others."""
    from torchgrade.doctor.command import examine

    raise typer.Exit(examine(attacks, isolation))


def speak(asked: str | None) -> str | None:
    """Speak the language asked for, else the one that the course or the system is set to."""
    from torchgrade.course import find_course
    from torchgrade.language.chosen import chosen
    from torchgrade.language.speaking import use

    course = find_course()
    use(chosen(asked, course.root if course else None))
    return asked


def split(names: str | None) -> list[str]:
    """The names in "softmax, conv2d"."""
    return [name.strip() for name in (names or "").split(",") if name.strip()]


def main() -> None:
    """Entry point: bad input ends with a sentence and 2, an interruption with 130."""
    try:
        app()
    except BadInput as error:
        _fail(str(error), 2)
    except TorchgradeError as error:
        _fail(str(error), 1)
    except KeyboardInterrupt:
        _fail("interrupted; the same command goes on from here.", 130)


def _fail(message: str, status: int) -> None:
    print(f"torchgrade: {message}", file=sys.stderr)
    sys.exit(status)

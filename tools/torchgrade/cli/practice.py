"""What a learner types around an exercise: to begin it again, to see a solution, to take it into a notebook."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from torchgrade.cli.options import Graders, Lang

app = typer.Typer()
Name = Annotated[str, typer.Argument(help="the exercise")]


@app.command()
def reset(name: Name, graders: Graders = None, lang: Lang = None) -> None:
    """Put an exercise's stub back; what you had is kept, and you are told where."""
    from torchgrade.authoring.generate import restore
    from torchgrade.course import catalogue, find, find_graders
    from torchgrade.language.speaking import _

    folder = find_graders(graders)
    entry = find(catalogue(folder), name)
    had = (folder.parent / "exercises" / f"{entry.id}.py").is_file()
    backup = restore(folder.parent, entry.id)
    if backup:
        typer.echo(_("The stub of {name} is back. What you had is kept in {backup}.", name=entry.name, backup=backup))
    elif had:
        typer.echo(_("{name} is the stub already; there is nothing to put back.", name=entry.name))
    else:
        typer.echo(_("The stub of {name} is back.", name=entry.name))


@app.command()
def solution(
    name: Name,
    give_up: Annotated[bool, typer.Option("--give-up", help="show it before you are green; it is remembered")] = False,
    graders: Graders = None,
    lang: Lang = None,
) -> None:
    """Show a solution of an exercise that is green, or that you give up."""
    from rich.console import Console
    from rich.syntax import Syntax

    from torchgrade.course import catalogue, find, find_graders
    from torchgrade.progress import read
    from torchgrade.solutions import solution as code_of

    folder = find_graders(graders)
    trouble = read(folder.parent).note
    if trouble:
        typer.echo(trouble, err=True)
    code = code_of(folder.parent, find(catalogue(folder), name), give_up)
    console = Console()
    if console.is_terminal:
        console.print(Syntax(code.rstrip(), "python", theme="ansi_dark", background_color="default", word_wrap=True))
    else:
        typer.echo(code, nl=False)


@app.command()
def notebook(
    name: Name,
    out: Annotated[
        Path | None, typer.Option(metavar="FILE", help="the notebook to write (default: NAME.ipynb here)")
    ] = None,
    graders: Graders = None,
    lang: Lang = None,
) -> None:
    """Write an exercise as a notebook that grades itself."""
    from torchgrade.course import catalogue, find, find_graders
    from torchgrade.language.speaking import _
    from torchgrade.notebook.writing import write_notebook

    folder = find_graders(graders)
    entry = find(catalogue(folder), name)
    path = out or Path(f"{entry.name}.ipynb")
    write_notebook(entry, path, folder)
    typer.echo(_("{path} is written: open it in Jupyter or VS Code.", path=path))

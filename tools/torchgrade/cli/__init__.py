"""The command `torchgrade`. It imports what a command needs when that command runs; nobody imports it."""

from __future__ import annotations

import sys

import typer

from torchgrade.cli import assigning, author, host, instructor, learner, practice
from torchgrade.errors import BadInput, TorchgradeError

app = typer.Typer(
    add_completion=False,
    no_args_is_help=True,
    help="Auto-graded PyTorch exercises, held against torch itself.",
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)
for part in (learner, practice, instructor, assigning, author, host):  # the order in which --help lists them
    app.registered_commands += part.app.registered_commands
    app.registered_groups += part.app.registered_groups


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

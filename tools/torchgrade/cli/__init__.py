"""The command `torchgrade`. It imports what a command needs when that command runs; nobody imports it."""

from __future__ import annotations

import io
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from threading import current_thread, main_thread
from types import FrameType

import typer

from torchgrade.cli import assigning, author, host, instructor, learner, nbgrading, practice, reporting
from torchgrade.errors import BadInput, TorchgradeError
from torchgrade.garbage import looked_for_rarely

app = typer.Typer(
    add_completion=False,
    no_args_is_help=True,
    help="Auto-graded PyTorch exercises, held against torch itself.",
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)
for part in (
    learner,
    practice,
    instructor,
    assigning,
    nbgrading,
    reporting,
    author,
    host,
):  # the order in which --help lists them
    app.registered_commands += part.app.registered_commands
    app.registered_groups += part.app.registered_groups


def main() -> None:
    """Entry point: bad input ends with a sentence and 2, an interruption with 130."""
    _write_what_can_be_written()
    try:
        with _ctrl_c_in_a_sentence(), looked_for_rarely():
            app()
    except BadInput as error:
        _fail(str(error), 2)
    except TorchgradeError as error:
        _fail(str(error), 1)


def _write_what_can_be_written() -> None:
    """Let a mark or a Chinese sentence that a pipe's encoding lacks become "?" there, and not end the command."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")


@contextmanager
def _ctrl_c_in_a_sentence() -> Iterator[None]:
    """End with 130 and a sentence after a Ctrl-C, whatever became of it: an import of torch makes it an ImportError."""
    heard: list[int] = []

    def hear(number: int, frame: FrameType | None) -> None:
        heard.append(number)
        raise KeyboardInterrupt

    # Else it is ignored, or somebody else's, and only the main thread may take it over.
    ours = signal.getsignal(signal.SIGINT) is signal.default_int_handler and current_thread() is main_thread()
    try:
        if ours:
            signal.signal(signal.SIGINT, hear)
        yield
    except BaseException as end:
        if not heard or (isinstance(end, SystemExit) and not end.code):  # a command may end well by Ctrl-C
            raise
        _fail("interrupted. The same command, given again, does the rest.", 130)
    finally:
        if ours:
            signal.signal(signal.SIGINT, signal.default_int_handler)


def _fail(message: str, status: int) -> None:
    print(f"torchgrade: {message}", file=sys.stderr)
    sys.exit(status)

"""Ctrl-C ends every command with a sentence and 130, and never with a traceback."""

from __future__ import annotations

import signal
from collections.abc import Callable

import pytest

from torchgrade import cli
from torchgrade.errors import BadInput


def interrupt_turned_into(error: Exception) -> Callable[[], None]:
    """A command during which Ctrl-C comes, where somebody's code makes something else of it."""

    def command() -> None:
        try:
            signal.raise_signal(signal.SIGINT)
        except KeyboardInterrupt:
            raise error from None

    return command


def ended(monkeypatch: pytest.MonkeyPatch, command: Callable[[], None]) -> object:
    monkeypatch.setattr(cli, "app", command)
    with pytest.raises(SystemExit) as caught:
        cli.main()
    return caught.value.code


@pytest.mark.parametrize(
    "error", [ImportError("cannot load module more than once per process"), BadInput("half"), SystemExit(130)], ids=repr
)
def test_ctrl_c_is_ctrl_c_whatever_an_import_makes_of_it(monkeypatch, capsys, error):
    assert ended(monkeypatch, interrupt_turned_into(error)) == 130
    assert capsys.readouterr().err == "torchgrade: interrupted. The same command, given again, does the rest.\n"
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


def test_a_command_that_ctrl_c_ends_well_stays_so(monkeypatch, capsys):
    assert ended(monkeypatch, interrupt_turned_into(SystemExit(0))) == 0
    assert not capsys.readouterr().err


def test_without_ctrl_c_an_error_of_ours_is_not_hidden(monkeypatch):
    def command() -> None:
        raise ImportError("a fault of ours")

    monkeypatch.setattr(cli, "app", command)
    with pytest.raises(ImportError, match="a fault of ours"):
        cli.main()

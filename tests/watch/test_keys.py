from __future__ import annotations

import pytest

from torchgrade.watch.keys import DOWN, ENTER, ESCAPE, LEFT, RIGHT, UP, names_of


@pytest.mark.parametrize(
    ("sent", "names"),
    [
        ("n", ["n"]),
        ("N", ["n"]),
        ("hd", ["h", "d"]),
        (" ", [" "]),
        ("\r", [ENTER]),
        ("\x1b", [ESCAPE]),
        ("\x1b[A", [UP]),
        ("\x1bOB", [DOWN]),
        ("\x1b[C", [RIGHT]),
        ("\x1b[D", [LEFT]),
        ("\x1b[15~", []),
        ("\x07", []),
        ("", []),
    ],
)
def test_what_a_terminal_sends_is_named(sent, names):
    assert names_of(sent) == names

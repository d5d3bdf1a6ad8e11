from __future__ import annotations

import sys

from torchgrade.heard import heard


def test_what_is_printed_is_heard_and_still_appears(capsys):
    with heard() as said:
        print("one")
        print("two", file=sys.stderr)
    assert said.text == "one\ntwo\n"
    assert capsys.readouterr() == ("one\n", "two\n")


def test_much_output_is_cut_and_says_so(capsys):
    with heard() as said:
        for _ in range(100):
            print("x" * 10_000)
    assert len(said.text) < 70_000
    assert said.text.endswith("[cut after 64 KB]\n")


def test_streams_are_given_back_whatever_the_code_does_to_them(capsys):
    before = sys.stdout, sys.stderr
    with heard():
        sys.stdout = sys.stderr = None  # type: ignore[assignment]
    assert (sys.stdout, sys.stderr) == before

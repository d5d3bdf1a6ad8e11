"""What is printed belongs to its call, and is never more than a limit."""

from __future__ import annotations

import os

import pytest

from torchgrade.isolation import output
from torchgrade.isolation.output import Output, mark_of

MARK, NEXT = mark_of(bytes(16)), mark_of(bytes([1] * 16))


@pytest.fixture
def pipe():
    reader, writer = os.pipe()
    yield Output(os.fdopen(reader, "rb"), 100), writer
    os.close(writer)


def test_each_call_has_its_own_output(pipe):
    read, writer = pipe
    os.write(writer, b"one" + MARK)
    assert read.take(MARK) == "one"
    os.write(writer, "zwei ü".encode() + NEXT)
    assert read.take(NEXT) == "zwei ü"


def test_more_than_the_limit_is_cut_and_said(pipe):
    read, writer = pipe
    os.write(writer, b"x" * 5000 + MARK)
    assert read.take(MARK) == "x" * 100 + "\n[cut after 0 KB]\n"


def test_bytes_that_are_no_text_are_replaced(pipe):
    read, writer = pipe
    os.write(writer, b"\xff\xfe" + MARK)
    assert read.take(MARK) == "\ufffd\ufffd"


def test_a_mark_that_never_comes_blurs_the_output_and_no_more(pipe, monkeypatch):
    monkeypatch.setattr(output, "_PATIENCE_S", 0.01)
    read, writer = pipe
    assert read.take(MARK) == ""
    os.write(writer, b"late" + NEXT)
    assert "late" in read.take(NEXT)


def test_the_rest_of_a_contestant_that_ended_is_kept():
    reader, writer = os.pipe()
    read = Output(os.fdopen(reader, "rb"), 100)
    os.write(writer, b"last words")
    os.close(writer)
    assert read.rest() == "last words"
    read.thread.join()

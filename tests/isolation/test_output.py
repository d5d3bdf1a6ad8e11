"""What is printed belongs to its call, and is never more than a limit."""

from __future__ import annotations

from torchgrade.isolation.output import Printed, mark_of

MARK, NEXT = mark_of(bytes(16)), mark_of(bytes([1] * 16))


def printed(*chunks: bytes) -> Printed:
    made = Printed(100)
    for chunk in chunks:
        made.add(chunk)
    return made


def test_each_call_has_its_own_output():
    made = printed(b"one" + MARK)
    assert made.take(MARK) == "one"
    made.add("zwei \u00fc".encode() + NEXT)
    assert made.take(NEXT) == "zwei \u00fc"


def test_it_is_whole_when_the_mark_has_come_in_whatever_pieces():
    made = printed(b"one" + MARK[:7])
    assert not made.is_whole(MARK)
    made.add(MARK[7:])
    assert made.is_whole(MARK)
    assert made.take(MARK) == "one"


def test_it_is_whole_when_nothing_more_will_come():
    made = printed(b"last words", b"")
    assert made.is_whole(MARK)
    assert made.take(MARK) == "last words"


def test_more_than_the_limit_is_cut_and_said():
    assert printed(b"x" * 3000, b"x" * 2000 + MARK).take(MARK) == "x" * 100 + "\n[cut after 0 KB]\n"


def test_the_total_is_of_one_call():
    made = printed(b"x" * 5000)
    assert made.total == 5000
    made.take(MARK)
    assert made.total == 0


def test_bytes_that_are_no_text_are_replaced():
    assert printed(b"\xff\xfe" + MARK).take(MARK) == "\ufffd\ufffd"


def test_a_mark_that_never_comes_blurs_the_output_and_no_more():
    made = printed()
    assert made.take(MARK) == ""
    made.add(b"late" + NEXT)
    assert "late" in made.take(NEXT)

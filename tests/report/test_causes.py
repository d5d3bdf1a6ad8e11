from __future__ import annotations

from dataclasses import replace

import pytest

from torchgrade.report.causes import shared_cause
from torchgrade.results import Check, Evidence

ABSENT = Check("u/e", "u/e::a", "adds", 0, 4, "missing", message="no file answers this exercise.")


def test_the_same_message_on_every_check_is_one_cause() -> None:
    assert shared_cause([ABSENT, replace(ABSENT, id="u/e::b")]) == ABSENT


def test_what_was_not_tried_after_a_timeout_follows_from_it() -> None:
    slow = replace(ABSENT, verdict="timeout", message="took too long: no answer after 10 s.")
    after = replace(slow, message="not run: the code took too long in an earlier case.")
    assert shared_cause([slow, after]) == slow
    assert shared_cause([after, after]) is None


@pytest.mark.parametrize(
    "other",
    [
        replace(ABSENT, message="a.py does not define add."),
        replace(ABSENT, verdict="passed", message=""),
        replace(ABSENT, verdict="not_started"),
        replace(ABSENT, misconception="adding twice"),
        replace(ABSENT, evidence=Evidence(1, 1, max_abs_error=0.5)),
    ],
    ids=["message", "passed", "not started", "idea", "numbers"],
)
def test_where_there_is_more_to_tell_there_is_no_one_cause(other: Check) -> None:
    assert shared_cause([ABSENT, other]) is None


def test_one_check_alone_is_shown_as_it_is_unless_its_file_is_missing() -> None:
    assert shared_cause([ABSENT]) == ABSENT
    assert shared_cause([replace(ABSENT, verdict="error")]) is None
    assert shared_cause([]) is None

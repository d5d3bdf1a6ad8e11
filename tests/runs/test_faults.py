"""A grader's own fault says so, costs the learner nothing, and is no success."""

from __future__ import annotations

import re

import pytest

from torchgrade import session  # before an inner run imports it, and forgets it afterwards
from torchgrade.errors import CannotStart

CHECK = """
@check(2, "Add x to itself.")
def test_twice(verify, draw):
    "doubles"
    verify(draw.normal(3))
"""


FAULTS: dict[str, tuple[str, str, str]] = {
    "reference": (CHECK, "lambda x: x.nonsense", "the reference raises builtins.AttributeError"),
    "asks nothing": (CHECK.replace("verify(draw.normal(3))", "pass"), "abs", "never calls verify"),
    "only errors": (CHECK.replace("verify(", "verify.raises(TypeError)("), "abs", "one right value is required too"),
    "uses the result": (
        CHECK.replace("verify(draw.normal(3))", "verify(draw.normal(3)).sum()"),
        "lambda x: 2 * x",
        "A check only draws inputs and calls verify, which returns None",
    ),
    "free name": (
        "SEED = 1\n@exercise.probe_with\ndef walk(f, x):\n    return f(x + SEED)\n" + CHECK,
        "lambda x: 2 * x",
        "the probe walk names SEED",
    ),
    "two exercises": ("more = Exercise('thrice', reference=abs)\n" + CHECK, "abs", "declares 2 exercises"),
    "unknown fixture": (CHECK.replace("verify, draw", "verify, drawn"), "abs", "fixture 'drawn' not found"),
}


def test_a_grader_s_fault_says_so_and_costs_nothing(course):
    course.real(relu=course.RELU)
    for number, (body, reference, _) in enumerate(FAULTS.values()):
        course.grader(body, reference, name=f"fault{number}")
    run = course.run()
    assert run.status == 1
    assert "10 of 20 points" in run.board
    assert run.results()["status"] == "grader_fault"
    messages = {check["exercise"]: check["message"] for check in run.results()["checks"]}
    for number, (name, (_, _, said)) in enumerate(FAULTS.items()):
        assert re.search(rf"– u/fault{number} +fault of the grader +0/0", run.board), name
        assert said in messages[f"u/fault{number}"], name
        assert "a fault of the grader and not of yours" in messages[f"u/fault{number}"]


def test_behind_a_fault_the_next_step_is_to_tell(course):
    run = course.grader(*FAULTS["reference"][:2]).run()
    assert run.status == 1
    assert "Next: tell your instructor about the grader's fault; it costs you nothing." in run.board


def test_a_check_without_docstring_stops_collection_with_its_line(course):
    run = course.grader(CHECK.replace('"doubles"', "pass")).run()
    assert run.status == 2
    assert "the check test_twice has no docstring" in run.text


def test_a_probe_s_exception_is_the_learner_s_only_where_the_reference_passes(course):
    probe = "@exercise.probe_with\ndef walk(f, x):\n    return f(x).sum()\n"
    course.grader(probe + CHECK)
    course.write("exercises/u/twice.py", "def twice(x):\n    return None\n")
    run = course.run()
    assert run.verdicts() == {"twice::test_twice": "error"}
    assert "It came up while the check used what your code returned" in run.said


class Nowhere:
    """A launcher on a machine that gives no processes."""

    def start(self, limits):
        raise CannotStart("no contestant could be started: out of processes")

    def close(self):
        """It holds nothing."""


def test_where_no_contestant_starts_the_run_ends_with_one_sentence(course, monkeypatch):
    monkeypatch.setattr(session, "best_launcher", lambda **_: Nowhere())
    result = course.grader().run("--isolate")
    assert result.status == pytest.ExitCode.INTERRUPTED
    assert result.text.count("no contestant could be started: out of processes") == 1
    assert "Traceback" not in result.text

from __future__ import annotations

from dataclasses import replace

import pytest

from torchgrade import failure_messages
from torchgrade.aggregate import CheckCases, flags_of, to_check
from torchgrade.outcomes import CaseResult, CheckInfo
from torchgrade.results import Verdict

RECORDED = "forbidden operation: aten::_softmax (softmax.py, line 5)"
# The source's flag is cut from the learner's message.
USES = failure_messages.forbidden("torch.softmax", "aten::*softmax*", "softmax.py", 5).partition("), which")[0]
WRITTEN = f"forbidden operation in the source: {USES})"


def cases(*flags: str, exercise: str = "u/softmax", verdict: Verdict = "failed") -> CheckCases:
    """One check with a case for each flag, or one without."""
    info = CheckInfo(exercise, "test_values", "is right", 4, (), "", 1)
    results = [
        CaseResult(info.id, str(n), "cpu", verdict, flags=(flag,) if flag else ()) for n, flag in enumerate(flags)
    ]
    return CheckCases(info, results)


@pytest.mark.parametrize("order", [(RECORDED, WRITTEN), (WRITTEN, RECORDED), (WRITTEN, RECORDED, WRITTEN)])
def test_a_forbidden_line_gives_one_flag_by_the_name_that_the_learner_wrote(order: tuple[str, ...]) -> None:
    assert flags_of([cases(*order)]) == ("u/softmax: forbidden operation: torch.softmax (softmax.py, line 5)",)


def test_of_several_operations_behind_one_line_the_first_recorded_stands() -> None:
    inner = "forbidden operation: aten::exp (softmax.py, line 5)"
    assert flags_of([cases(RECORDED, inner)]) == (f"u/softmax: {RECORDED}",)


def test_other_lines_and_other_exercises_keep_their_flags() -> None:
    other = RECORDED.replace("line 5", "line 9")
    groups = {"a": cases(RECORDED, other), "b": cases(RECORDED, exercise="u/log_softmax")}
    assert flags_of(groups) == (f"u/softmax: {RECORDED}", f"u/softmax: {other}", f"u/log_softmax: {RECORDED}")


@pytest.mark.parametrize("verdict", ["timeout", "crashed"])
def test_a_contestant_lost_in_many_cases_is_flagged_once(verdict: Verdict) -> None:
    assert flags_of([cases("", "", verdict=verdict), cases("", verdict=verdict)]) == (f"u/softmax: {verdict}",)


def test_a_flag_of_another_kind_is_kept_as_it_is() -> None:
    assert flags_of([cases("looks odd", "looks odd")]) == ("u/softmax: looks odd",)


def test_a_passed_check_keeps_its_notes_each_once_and_all_its_points() -> None:
    note, other = ["read it {n}", {"n": "once"}], ["take the input's device", {}]
    group = cases("", "", "", verdict="passed")
    group.results = [
        replace(result, notes=notes) for result, notes in zip(group.results, [(note,), (), (note, other)], strict=True)
    ]
    check = to_check(group)
    assert (check.notes, check.points, check.verdict) == ((note, other), 4, "passed")

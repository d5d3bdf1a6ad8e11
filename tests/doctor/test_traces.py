"""What an attack leaves in output, results and pages."""

from __future__ import annotations

import pytest

from torchgrade.doctor.traces import TAG, in_output, in_pages, in_report
from torchgrade.results import Check, Report


def report(**fields):
    check = Check("03_activations/relu", "03_activations/relu::test_values", "is right", 0, 4, "failed")
    return Report(submission="attack", checks=(Check(**{**check.__dict__, **fields}),))


def test_a_success_counts_at_the_beginning_of_a_line_only():
    assert in_output(["x\nSUCCEEDED: forked\n", '    print("SUCCEEDED: listed")\n']) == ["forked"]


def test_a_secret_counts_wherever_it_is_printed():
    assert in_output(["a hidden b"], "hidden", "other") == ["read a secret"]
    assert in_report(report(message="a hidden b"), "hidden") == ["read a secret"]


def test_any_point_counts():
    assert in_report(report(points=1)) == ["gained 1 points in 03_activations/relu::test_values"]


def test_a_fault_of_ours_counts():
    assert in_pages(report(verdict="grader_fault")) == [
        "is taken for a fault of the grader in 03_activations/relu::test_values"
    ]


def test_what_the_pages_spell_out_is_no_trace():
    assert in_pages(report(message=f"\x1b[2J {TAG}>", stdout="\x9b \x00")) == []


@pytest.mark.parametrize(("text", "seen"), [("\x1b", "control characters reach the page"), (TAG, "its HTML reaches")])
def test_a_page_that_lets_something_through_is_noticed(monkeypatch, text, seen):
    monkeypatch.setattr("torchgrade.doctor.traces.render_submission", lambda *_: f"<p>{text}</p>")
    (found,) = in_pages(report())
    assert found.startswith(seen)

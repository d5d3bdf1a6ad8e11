from __future__ import annotations

from dataclasses import replace

from torchgrade.report.attention import attention, flag_sentences
from torchgrade.results import Check, Report


def test_timeouts_and_partial_runs_ask_for_attention_beside_the_flags(rich_report: Report) -> None:
    assert list(attention(replace(rich_report, partial=True))) == [
        "conv2d calls torch.nn.functional.unfold through getattr, line 14",
        "05_convolution/conv2d: took too long in 1 check",
        "partial run: not every check was selected",
    ]


def test_what_a_flag_and_the_checks_both_say_is_said_once_with_its_count() -> None:
    checks = tuple(Check("u/sgd", f"u/sgd::{name}", name, 0, 5, "timeout") for name in ("one", "two"))
    report = Report("s1", checks, flags=("u/sgd: timeout", "u/sgd: forbidden operation: sgd (sgd.py, line 4)"))
    assert attention(report) == (
        "u/sgd: took too long in 2 checks",
        "u/sgd: forbidden operation: sgd (sgd.py, line 4)",
    )


def test_a_flag_without_its_checks_is_still_said_in_words() -> None:
    assert flag_sentences(Report("s1", flags=("u/sgd: crashed", "timeout"))) == ("u/sgd: crashed", "timeout")

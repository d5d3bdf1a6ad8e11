"""Reports to render: one with all that can go wrong in a check, and a class with all that can be wrong with a name."""

from __future__ import annotations

import importlib
import os
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from torchgrade.results import Check, Environment, Evidence, Report, Sample, Timing

if os.environ.get("CI") == "true" and sys.version_info >= (3, 11):
    for _reader in ("jsonschema", "pandas"):  # a laptop may do without them; there their tests must not be skipped
        importlib.import_module(_reader)

GOLDEN = Path(__file__).parent / "golden"
SECRET = "hidden-case-secret"
TOKEN = "5e" * 16
SOFTMAX = "03_activations/softmax"
PRINTED = "x = 3\n::error file=a.py::owned\n::add-mask::points\n##[error]owned\n<script>alert('owned')</script>\n"
# Slashes, quotes, commas, a newline, emoji, a mark that turns the direction of writing, markup, a formula.
NASTY = "../a/b \"c\" 'd', e\nf 🎓 \u202eabc <script>alert(1)</script> =1+1 |`*_"


def _check(name: str, title: str, verdict: str, most: float = 2, **more: object) -> Check:
    points = most if verdict == "passed" else 0
    about = {"file": "graders/03_activations/test_softmax.py", "line": 30, "duration_s": 0.25, **more}
    return Check(SOFTMAX, f"{SOFTMAX}::{name}", title, points, most, verdict, **about)  # type: ignore[arg-type]


def _checks() -> tuple[Check, ...]:
    sample = Sample((2, 2), "", [[0.5, 0.5], [0.5, 0.5]], [[0.5, "nan"], [0.5, 0.5]], [[0.0, "nan"], [0.0, 0.0]])
    return (
        Check("03_activations/relu", "03_activations/relu::test_values", "keeps positive numbers", 4, 4, "passed"),
        _check(
            "test_values",
            "gives torch.softmax's values along any dimension",
            "failed",
            3.5,
            message="result: 1 of 4 entries differs;\nexpected 0.5, got nan at [0, 1].",
            hint="In which direction should the numbers add up to 1?",
            misconception="softmax over dim 0, whatever `dim` was asked for",
            evidence=Evidence(4, 3, "(4, 6)-1", "nan", None, (0, 1), 1e-5, sample),
            stdout=PRINTED,
        ),
        _check(
            "test_gradient", "lets the gradient through", "error", message="ValueError: <b>]]>\x1b[31m | ``` & %0A\n"
        ),
        _check("test_far", "stays finite", "timeout", message="stopped after 10 s"),
        _check("test_large", "copes with a large input", "crashed", message="ended by signal 11"),
        _check("test_hidden", f"{SECRET} title", "failed", 3, visibility="hidden", message=SECRET, stdout=SECRET),
        _check("test_cuda", "runs on CUDA", "not_run", 1, evidence=Evidence(2, 0, not_run=("cuda",))),
        Check("09_optimizers/adam", "09_optimizers/adam::test_steps", "walks as Adam does", 0, 10, "not_started"),
        Check(
            "04_layers/linear", "04_layers/linear::grader", "the grader runs", 0, 0, "grader_fault", message="KeyError"
        ),
    )


@pytest.fixture
def report() -> Report:
    """One submission that went wrong in every way."""
    return Report(
        submission="kai",
        checks=_checks(),
        assignment="Week 3",
        attempt=2,
        flags=(f"{SECRET} flag",),
        environment=Environment("3.11.7", "2.13.0", "cpu", 1, 424242, ("own process: held",)),
        grader_version="0.1.0",
        graders_sha256="ab" * 32,
        submission_sha256="cd" * 32,
        timing=Timing("2026-03-03T10:22:41+00:00", 1.5),
    )


@pytest.fixture
def nasty(report: Report) -> Report:
    """The same under names that try to break out of whatever they are written into."""
    checks = tuple(replace(c, title=NASTY, message=NASTY, stdout=NASTY) for c in report.checks)
    return replace(report, submission=NASTY, assignment=NASTY, checks=checks)


@pytest.fixture
def class_of(report: Report, nasty: Report) -> list[Report]:
    """Five submissions: two that are graded, one that cannot be read, one with our fault, one run in part."""
    right = tuple(replace(c, points=c.max_points, verdict="passed", message="", stdout="") for c in report.checks[:2])
    return [
        replace(report, submission="ana", checks=right),
        nasty,
        replace(report, submission="lea", checks=(), status="unreadable", message="lea.zip: no zip"),
        replace(report, submission="noa", checks=report.checks[-1:], status="grader_fault"),
        replace(report, submission="tim", checks=right[:1], partial=True),
    ]


@pytest.fixture
def held() -> Callable[[str, str], None]:
    """Hold a text against the golden file of a name; TORCHGRADE_REWRITE_GOLDEN=1 writes the file anew, to be read."""

    def hold(name: str, text: str) -> None:
        file = GOLDEN / name
        if os.environ.get("TORCHGRADE_REWRITE_GOLDEN"):
            file.parent.mkdir(exist_ok=True)
            file.write_bytes(text.encode("utf-8"))
        assert text == file.read_bytes().decode("utf-8")

    return hold

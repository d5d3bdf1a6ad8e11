"""Reports to render: one rich in everything a page must show, and a small class."""

from __future__ import annotations

from dataclasses import replace

import pytest

from torchgrade.results import Check, Environment, Evidence, Report, Sample, Timing

SECRET = "hidden-case-secret"


def passed(exercise: str, name: str, title: str, points: float) -> Check:
    """A check that passed."""
    return Check(exercise, f"{exercise}::{name}", title, points, points, "passed", evidence=Evidence(cases=4))


def softmax_sample() -> Sample:
    """A 4 x 6 softmax over the wrong dimension, with a row that overflowed."""
    expected = [[0.03, 0.08, 0.22, 0.6, 0.05, 0.02], [0.4, 0.1, 0.1, 0.2, 0.15, 0.05], [0.0, 1.0, 0.0, 0.0, 0.0, 0.0]]
    yours: list[list[float | str]] = [
        [0.03, 0.31, 0.08, 0.6, 0.11, 0.42],
        [0.4, 0.1, 0.1, 0.2, 0.15, 0.05],
        ["nan", "nan", 0.0, "inf", 0.0, 0.0],
    ]
    error: list[list[float | str]] = [
        [0.0, 0.23, -0.14, 0.0, 0.06, 0.4],
        [0.0] * 6,
        ["nan", "nan", 0.0, "inf", 0.0, 0.0],
    ]
    return Sample((3, 6), "", [list(row) for row in expected], yours, error)


def large_sample() -> Sample:
    """A 24 x 32 picture whose border is wrong and which holds a few numbers that are not finite."""
    expected: list[list[float | str]] = [[round((r - 12) * (c - 9) / 40, 3) for c in range(32)] for r in range(24)]
    yours = [list(row) for row in expected]
    error: list[list[float | str]] = [[0.0] * 32 for _ in range(24)]
    for r in range(24):
        for c in range(32):
            if r == 0 or c == 0 or (r > 19 and c > 25):
                yours[r][c], error[r][c] = 0.0, abs(float(expected[r][c]))
    yours[10][14], error[10][14] = "nan", "nan"
    yours[11][14], error[11][14] = "-inf", "inf"
    return Sample((2, 3, 24, 32), "[1, 0, :, :]", expected, yours, error)


def rich_checks() -> tuple[Check, ...]:
    """Checks of several exercises with every verdict that a learner meets."""
    softmax, conv, adam = "03_activations/softmax", "05_convolution/conv2d", "09_optimizers/adam"
    return (
        passed("03_activations/relu", "test_values", "gives torch.relu's values for any shape", 6),
        passed("03_activations/relu", "test_gradient", "lets the gradient through", 4),
        Check(
            softmax,
            f"{softmax}::test_values",
            "gives torch.softmax's values along any dimension",
            0,
            4,
            "failed",
            message="7 of 18 values differ: the largest by 0.4, at [0, 5].\nexpected  0.02\nyours     0.42",
            hint="In which direction should the numbers add up to 1?",
            misconception="softmax over dim 0, whatever `dim` was asked for",
            evidence=Evidence(4, 3, "(3, 6)-1", 0.4, 20.0, (0, 5), 1.3e-05, softmax_sample()),
            stdout="shape torch.Size([3, 6])\n\x1b[31mred alert\x1b[0m <script>alert('owned')</script>\n",
        ),
        Check(
            softmax,
            f"{softmax}::test_gradient",
            "lets the gradient through",
            0,
            3,
            "error",
            message="RuntimeError: element 0 of tensors does not require grad\n  softmax.py, line 12, in softmax\n"
            "    return torch.tensor(x.exp().tolist())\n           ^^^^^^^^^^^^",
            hint="Stay inside torch operations: .item(), .data and numpy cut the gradient.",
            evidence=Evidence(1, 1, "first"),
        ),
        Check(
            softmax,
            f"{softmax}::test_far_apart",
            "stays finite where the rows are far apart",
            0,
            3,
            "failed",
            visibility="hidden",
            message=f"nan where 0.5 was expected in case {SECRET}",
            hint=f"{SECRET} hint",
            misconception=f"{SECRET} misconception",
            evidence=Evidence(2, 1, f"{SECRET}-case", 7777.25, 8888.5, (3, 1), 0.00012345, not_run=(SECRET,)),
            stdout=f"{SECRET} stdout",
        ),
        Check(
            conv,
            f"{conv}::test_values",
            "gives F.conv2d's values with stride, padding and bias together",
            0,
            6,
            "failed",
            message="The border differs: 79 of 768 values.",
            hint="What stands beside the first pixel?",
            evidence=Evidence(6, 2, "stride=2, padding=1", 5.4, "inf", (1, 0, 0, 31), 1e-5, large_sample(), ("cuda",)),
        ),
        passed(conv, "test_contract", "keeps dtype and device, and leaves its inputs alone", 1),
        Check(
            conv,
            f"{conv}::test_large",
            "copes with an image of 64 x 64",
            0,
            3,
            "timeout",
            message="Stopped after 10 s of CPU time. Is there a loop that never ends?",
            evidence=Evidence(1, 1, "64 x 64"),
        ),
        Check(adam, f"{adam}::test_steps", "walks as torch.optim.Adam does for 20 steps", 0, 7, "not_started"),
        Check(adam, f"{adam}::test_options", "takes every option", 0, 3, "not_started"),
    )


@pytest.fixture
def rich_report() -> Report:
    """One submission that went wrong in many ways."""
    return Report(
        submission="s07",
        checks=rich_checks(),
        assignment="Week 3: from activations to optimizers",
        attempt=2,
        variant="b",
        flags=("conv2d calls torch.nn.functional.unfold through getattr, line 14",),
        environment=Environment("3.11.2", "2.13.0", "cpu", 1, 424242, ("process group", "rlimits", "seccomp")),
        grader_version="0.1.0",
        graders_sha256="a1b2c3d4e5f60718" * 4,
        submission_sha256="0f1e2d3c4b5a6978" * 4,
        timing=Timing("2025-03-03T10:22:41+00:00", 1.84),
    )


def solved(check: Check, right: bool) -> Check:
    """The same check as passed, or as failed without evidence."""
    if right:
        return replace(check, points=check.max_points, verdict="passed", message="", misconception=None, stdout="")
    return check


@pytest.fixture
def small_class(rich_report: Report) -> list[Report]:
    """A class of 14: from nothing to full marks, two that could not be read, one with our fault."""
    class_of = []
    for number in range(12):
        checks = tuple(
            solved(check, (index * 7 + number * 5) % 12 < number) for index, check in enumerate(rich_checks())
        )
        flags = rich_report.flags if number == 4 else ()
        report = replace(
            rich_report, submission=f"s{number + 1:02d}", checks=checks, flags=flags, attempt=1 + number % 3
        )
        class_of.append(report)
    unreadable = Report(
        "s13", status="unreadable", message="s13.zip: not a zip file.", assignment=rich_report.assignment
    )
    fault = replace(rich_report.checks[0], verdict="grader_fault", message="KeyError in the probe")
    return [
        *class_of,
        unreadable,
        replace(rich_report, submission="s14", status="grader_fault", checks=(fault,), flags=()),
    ]

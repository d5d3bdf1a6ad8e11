"""Graders, answers and commands on a device that is not the CPU."""

from __future__ import annotations

import re


def test_every_solution_has_full_marks_on_the_gpu(on_gpu):
    run = on_gpu("pytest", "--submission=solutions", "--device", "cuda", "-q")
    assert run.returncode == 0, run.stdout[-3000:]
    assert "all 122 exercises are right" in run.stdout


CHOOSES = """import torch
def softmax(x, dim):
    x = x.to("cuda" if torch.cuda.is_available() else "cpu")
    e = (x - x.amax(dim, keepdim=True)).exp()
    return e / e.sum(dim, keepdim=True)
"""


def test_graded_on_the_cpu_of_a_machine_with_a_gpu_contestants_are_forked_and_find_none(graded):
    report = graded(CHOOSES, "cpu")
    assert report["score"] == report["max_score"] > 0


# Those whose graders or references do something of their own with devices.
PROVEN = "custom_function,embedding,lstm_cell,linear_regression,changing_answers"


def test_graders_are_proven_in_both_modes_on_both_devices(on_gpu):
    run = on_gpu("torchgrade", "validate", "--device", "cpu,cuda", "--exercises", PROVEN)
    assert run.returncode == 0, run.stdout
    assert run.stdout.count(": proven") == PROVEN.count(",") + 1


def test_after_each_accident_on_the_gpu_the_next_answer_has_full_marks(on_gpu):
    run = on_gpu("python", "benchmarks/cuda.py", "--steps", "accidents")
    assert run.returncode == 0, run.stderr
    told = dict(re.findall(r"(\w+): (timeout|error|crashed|failed|passed)", run.stdout))
    assert told == {"hang": "timeout", "assert": "error", "memory": "error", "slow_to_leave": "passed"}
    assert "(was stopped by the GPU" in run.stdout
    assert "(needs more of the GPU's memory" in run.stdout
    assert "4 of 4 right answers behind them with full marks" in run.stdout

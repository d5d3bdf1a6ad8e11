"""Probes and references compute where their inputs are: on torch's meta device, which is neither the CPU nor a GPU.

A tensor that a probe makes on the CPU would only be met on a GPU. Meta tensors hold no numbers, so whatever asks for
one gets a stand-in here: that a call goes on is all that counts, and only what mixes devices is a fault.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import torch

from torchgrade.calls import Call
from torchgrade.course import catalogue
from torchgrade.device_messages import mixes_devices
from torchgrade.grading.recording import record_graders
from torchgrade.isolation.observe import Observation, Question
from torchgrade.recorded import Target
from torchgrade.referee import consult

pytestmark = pytest.mark.learner_code
ROOT = Path(__file__).parents[1]
WITH_PROBE = [
    entry
    for entry in catalogue(ROOT / "graders")
    if re.search(r"probe_with", entry.grader.read_text(encoding="utf-8")) and "mnist" not in entry.name
]


def ones(tensor: torch.Tensor) -> torch.Tensor:
    return torch.ones(tensor.shape, dtype=tensor.dtype)


def moved(tensor: torch.Tensor, *args: Any, **kwargs: Any) -> torch.Tensor:
    """`to`, from the meta device to the CPU by ones."""
    named = [str(value) for value in (*args, *kwargs.values()) if isinstance(value, (str, torch.device))]
    return ones(tensor) if tensor.is_meta and "cpu" in named else _TO(tensor, *args, **kwargs)


_TO = torch.Tensor.to
STAND_INS: dict[str, Any] = {
    "item": lambda tensor: 0.5 if tensor.is_floating_point() else 1,
    "__float__": lambda tensor: 0.5,
    "__int__": lambda tensor: 1,
    "__index__": lambda tensor: 1,
    "__bool__": lambda tensor: True,
    "tolist": lambda tensor: ones(tensor).tolist(),
    "cpu": ones,
    "numpy": lambda tensor: ones(tensor).numpy(),
}


@pytest.fixture
def stand_ins(monkeypatch) -> None:
    """Numbers for whoever asks a meta tensor for some."""
    for name, stand_in in STAND_INS.items():
        own = getattr(torch.Tensor, name)
        monkeypatch.setattr(
            torch.Tensor, name, lambda tensor, s=stand_in, o=own: s(tensor) if tensor.is_meta else o(tensor)
        )
    monkeypatch.setattr(torch.Tensor, "to", moved)


def shown(target: Target, call: Call) -> Observation:
    return consult(target.exercise.reference, target.probe, Question(call.args, call.kwargs, "meta", call.seed))


def test_no_probe_and_no_reference_mixes_devices(stand_ins):
    recording = record_graders(ROOT / "graders", WITH_PROBE, ("cpu",), 7)
    calls = [
        (case, call) for case in recording.cases if case.smallest for call in case.calls[:1] if call.kind != "raises"
    ]
    mixed = [
        f"{case.check.id}: {seen.failure.message}"
        for case, call in calls
        if (seen := shown(case.target, call)).failure and mixes_devices(seen.failure)
    ]
    assert mixed == []
    assert len(calls) > len(WITH_PROBE) > 50


def test_a_probe_that_makes_a_tensor_on_the_cpu_is_met(stand_ins):
    def drive(subject, x):
        return subject(x) + torch.ones(3) * float(x.sum())

    seen = consult(torch.exp, drive, Question((torch.ones(3),), {}, "meta"))
    assert seen.failure is not None
    assert mixes_devices(seen.failure)

"""Mistakes with devices are named where no GPU is there."""

from __future__ import annotations

import pytest
import torch

from torchgrade.calls import Call
from torchgrade.compare import _said_of, compare
from torchgrade.device_messages import asks_for_cuda, mixes_devices
from torchgrade.exercise import Exercise
from torchgrade.expected import expect
from torchgrade.isolation.answer import Answer
from torchgrade.isolation.failures import Failure

pytestmark = pytest.mark.learner_code
FRAME = (("a.py", 2, "f", "y = x.cuda()"),)


def said_of(code: str, kind: str = "contract") -> list[str]:
    """The first difference of each step of a call, where there is one."""
    answer = Answer({"a.py": f"import torch\n\n\ndef f(x):\n    {code}\n"}, "a.py", ["f"], None)
    assert answer.load().usable
    expected = expect(Call(kind, (torch.ones(3),), {}, seed=1), "cpu", Exercise("f", reference=torch.exp), None)  # type: ignore[arg-type]
    found = [compare(item, answer.observe(item.step.question)) for item in expected]
    return [str(difference.message) for difference in found if difference]


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("return torch.ones(3, dtype=x.dtype).exp()", "the result is on cpu, but the input was on meta."),
        (
            "return x.exp() * (torch.arange(3) >= 0)",
            "mixes devices: a tensor was made on another device than the input's",
        ),
    ],
    ids=["an output made on the CPU", "a mask made on the CPU"],
)
def test_a_mistake_that_only_a_gpu_would_show_is_named_by_the_meta_device(code, said):
    (message,) = said_of(code)
    assert said in message


@pytest.mark.parametrize("code", ["return x.exp() * float(x.exp().sum() > 0)", "return x.exp()[x > -1]"])
def test_what_only_needs_numbers_costs_nothing(code):
    assert said_of(code) == []


@pytest.mark.skipif(torch.cuda.is_available(), reason="needs a machine without CUDA")
@pytest.mark.parametrize("code", ["return x.cuda().exp()", 'return x.exp() + torch.zeros(3, device="cuda")'])
def test_cuda_written_into_an_answer_is_named_with_its_line(code):
    (message,) = said_of(code, "values")
    assert message == (
        f"asks for a CUDA device, and there is none here (line 5: {code}). Make new tensors with `device=x.device`, "
        "and leave the others where they are: the same code then runs on both devices."
    )


@pytest.mark.parametrize(
    ("kind", "message", "mixed", "missing"),
    [
        ("RuntimeError", "Expected all tensors to be on the same device, but found at least two devices", True, False),
        ("RuntimeError", "Found no NVIDIA driver on your system.", False, True),
        ("RuntimeError", "No CUDA GPUs are available", False, True),
        ("ValueError", "not on the same device", False, False),
        ("RuntimeError", "shapes do not fit", False, False),
    ],
)
def test_what_torch_says_is_told_apart(kind, message, mixed, missing):
    failure = Failure((f"builtins.{kind}",), message, frames=FRAME)
    assert (mixes_devices(failure), asks_for_cuda(failure)) == (mixed, missing)


def test_what_a_learner_s_own_raise_says_is_not_taken_for_torch_s():
    assert not mixes_devices(Failure(("builtins.RuntimeError",), "same device", own_raise=True, frames=FRAME))


FULL = "needs more of the GPU's memory than it may take (line 2: y = x.cuda()). "
STOPPED = "was stopped by the GPU, most often for an index out of range (line 2: y = x.cuda()). "


@pytest.mark.parametrize(
    ("kind", "message", "begins"),
    [
        ("torch.OutOfMemoryError", "CUDA out of memory. Tried to allocate 20.00 GiB. GPU 0 has ...", FULL),
        ("torch.AcceleratorError", "NVML_SUCCESS == r INTERNAL ASSERT FAILED at CUDACachingAllocator.cpp", FULL),
        ("torch.AcceleratorError", "CUDA error: device-side assert triggered\nCUDA kernel errors ...", STOPPED),
        ("torch.AcceleratorError", "CUDA error: an illegal memory access was encountered", "raised torch.Accelerator"),
    ],
)
def test_what_ends_a_gpu_s_work_is_named(kind, message, begins):
    assert str(_said_of(Failure((kind, "builtins.RuntimeError"), message, frames=FRAME))).startswith(begins)


@pytest.mark.parametrize("message", ["CUDA out of memory", "device-side assert"])
def test_a_learner_s_own_words_about_a_gpu_are_shown_as_they_are(message):
    said = str(_said_of(Failure(("builtins.RuntimeError",), message, own_raise=True, frames=FRAME)))
    assert said.startswith(f"raised RuntimeError: {message}")

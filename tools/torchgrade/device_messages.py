"""What a learner reads about devices: made elsewhere, left elsewhere, or asked for where there is none."""

from __future__ import annotations

import re

from torchgrade.isolation.failures import Failure
from torchgrade.language.said import Said, say
from torchgrade.messages import place

_MISMATCH = re.compile(r"same device|(expected|have) device|two devices|on device (cpu|meta)", re.IGNORECASE)
_NO_CUDA = re.compile(
    r"not compiled with CUDA|No CUDA GPUs are available|no NVIDIA driver|no CUDA-capable device", re.IGNORECASE
)
_FULL = re.compile(r"CUDA out of memory|NVML_SUCCESS ==")  # torch asks NVML who has the memory, which may fail
_ASSERT = "device-side assert"


def mixes_devices(failure: Failure) -> bool:
    """Whether torch refused to compute with tensors of two devices."""
    plain = failure.types[:1] == ("builtins.RuntimeError",)
    return plain and _is_torch_s(failure) and bool(_MISMATCH.search(failure.message))


def asks_for_cuda(failure: Failure) -> bool:
    """Whether torch was asked for CUDA on a machine that has none."""
    return bool(failure.frames) and bool(_NO_CUDA.search(failure.message))


def fills_gpu(failure: Failure) -> bool:
    """Whether torch found no room for a tensor on the GPU."""
    return _is_torch_s(failure) and bool(_FULL.search(failure.message))


def asserts_on_gpu(failure: Failure | None) -> bool:
    """Whether a kernel refused its inputs, which ends the CUDA context: mostly an index that is out of range."""
    return failure is not None and _is_torch_s(failure) and _ASSERT in failure.message


def _is_torch_s(failure: Failure) -> bool:
    """Whether torch raised it, and not the learner."""
    return "builtins.RuntimeError" in failure.types and not failure.own_raise


def wrong_device(right: str, yours: str) -> Said:
    """A tensor came back on another device."""
    return say(
        "the result is on {yours}, but the input was on {right}. "
        "Make new tensors with the input's device, as in `torch.zeros(..., dtype=x.dtype, device=x.device)`.",
        yours=yours,
        right=right,
    )


def holds_no_numbers(path: str) -> Said:
    """A tensor on the meta device came back where numbers were asked for."""
    return say(
        '{place} is on the device "meta", which holds no numbers. Make new tensors with `device=x.device`.',
        place=place(path),
    )


def mixed_devices(failure: Failure) -> Said:
    """A tensor was made on another device than the input's."""
    return say(
        "mixes devices: a tensor was made on another device than the input's{line}. "
        "Make new tensors with `device=x.device`, or with `torch.zeros_like` and its family.",
        line=_line(failure),
    )


def cuda_by_name(failure: Failure) -> Said:
    """A tensor was to be on the GPU, whatever device the input is on."""
    return say(
        "asks for a CUDA device, and there is none here{line}. Make new tensors with `device=x.device`, and leave the "
        "others where they are: the same code then runs on both devices.",
        line=_line(failure),
    )


def full_gpu(failure: Failure) -> Said:
    """A tensor did not fit on the GPU."""
    return say(
        "needs more of the GPU's memory than it may take{line}. Look for a tensor much larger than the result, as from "
        "broadcasting, or for a list that keeps the graph of every step.",
        line=_line(failure),
    )


def gpu_assert(failure: Failure) -> Said:
    """An index was out of range, as far as can be told: the GPU says neither which nor where."""
    return say(
        "was stopped by the GPU, most often for an index out of range{line}. The GPU reports that late, so the line "
        "may be a later one: run it on the CPU, which names the index.",
        line=_line(failure),
    )


def _line(failure: Failure) -> Said | str:
    if not failure.frames:
        return ""
    _, line, _, text = failure.frames[-1]
    return say(" (line {line}: {text})", line=line, text=text)

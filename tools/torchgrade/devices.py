"""The devices that a run uses; CUDA is looked for without initialising it where that is possible."""

from __future__ import annotations

import os

from torchgrade.errors import BadInput

KNOWN = ("cpu", "cuda")


def cuda_is_there() -> bool:
    """Whether torch can use a CUDA device; asked through NVML, so that a later fork stays possible."""
    os.environ.setdefault("PYTORCH_NVML_BASED_CUDA_CHECK", "1")
    import torch

    return torch.cuda.is_available()


def choose_devices(asked: str | None) -> tuple[str, ...]:
    """The devices named in "cpu,cuda"; without a name cpu, and cuda where there is one.

    Raises:
        BadInput: a device is unknown, or was asked for by name and is not there.
    """
    if asked is None:
        return ("cpu", "cuda") if cuda_is_there() else ("cpu",)
    devices = tuple(dict.fromkeys(part.strip() for part in asked.split(",") if part.strip()))
    unknown = [device for device in devices if device not in KNOWN]
    if unknown or not devices:
        raise BadInput(f"--device {asked}: no device {', '.join(unknown) or 'named'}. Choose from {', '.join(KNOWN)}.")
    if "cuda" in devices and not cuda_is_there():
        raise BadInput("--device cuda: torch finds no CUDA device here. Leave it out, or run on a machine with a GPU.")
    return devices


def missing_devices(asked: str | None) -> tuple[str, ...]:
    """Devices that the graders know but this run does not have; they are reported as not run."""
    return tuple(device for device in KNOWN if asked is None and device not in choose_devices(asked))

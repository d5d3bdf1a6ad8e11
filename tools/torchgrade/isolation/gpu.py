"""A contestant's GPU: its context opened before any of the learner's code, what its driver needs, its errors."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import torch

from torchgrade.isolation.layers import Policy

# The driver's device files on Linux, and under Windows' own Linux.
_DEVICES = ("nvidia*", "dxg")
_DRIVER = ("/proc/driver/nvidia", "/sys/module/nvidia/version")
# libcuda, libcudnn_*, libcublas, libnvrtc, libnvidia-*: they load parts of theirs when those are first used.
_LIBRARY = re.compile(r"(/\S*)/lib(?:cu|nv)[^/]*\.so[.\d]*$")
_MORE_THAN_ANY_HAS = 1 << 50  # bytes


def open_gpu() -> tuple[int, ...]:
    """Make the CUDA context, use it once, and return the descriptors that it needs open from then on.

    Raises:
        SystemExit: torch finds no GPU in this process.
    """
    if not torch.cuda.is_available():
        # Before the exit, which would print it behind closing the judge's pipe: the judge may end this process then.
        print(
            "torch finds no CUDA device in a contestant's process, whose environment is nearly empty: see "
            "CUDA_VISIBLE_DEVICES, LD_LIBRARY_PATH and who may open /dev/nvidia*.",
            file=sys.stderr,
            flush=True,
        )
        raise SystemExit(1)
    torch.cuda.init()
    _use_once()
    torch.cuda.synchronize()
    return tuple(int(name) for name in os.listdir("/proc/self/fd")) if sys.platform == "linux" else ()


def _use_once() -> None:
    """Load what is loaded at first use: the libraries of products and convolutions, and what reports full memory."""
    weight = torch.ones(8, 8, device="cuda", requires_grad=True)
    image = torch.nn.functional.conv2d(weight.reshape(1, 1, 8, 8), weight[:3, :3].reshape(1, 1, 3, 3))
    ((weight @ weight).softmax(1).sum() + image.sum()).backward()
    with suppress(RuntimeError):  # full memory is told with NVML's help, which finds less once the layers hold
        torch.empty(_MORE_THAN_ANY_HAS, dtype=torch.uint8, device="cuda")


def with_gpu(policy: Policy, dev: Path = Path("/dev"), maps: Path = Path("/proc/self/maps")) -> Policy:
    """The policy, with what a process needs of the file system once it has a CUDA context."""
    devices = tuple(str(path) for pattern in _DEVICES for path in sorted(dev.glob(pattern)))
    try:
        mapped = maps.read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:  # no Linux: there is no list of files either
        mapped = []
    return replace(policy, readable=(*policy.readable, *_DRIVER, *library_folders(mapped)), devices=devices)


def library_folders(mapped: Iterable[str]) -> tuple[str, ...]:
    """The folders of CUDA's libraries among the files that /proc/self/maps lists."""
    return tuple(sorted({found[1] for line in mapped if (found := _LIBRARY.search(line))}))


def limit_memory(share: float | None) -> None:
    """Let torch take this share of the GPU's memory and no more; cooperative, since a learner's code could reset it."""
    if share is not None and torch.cuda.is_initialized():
        torch.cuda.set_per_process_memory_fraction(share)


def seed_gpu(device: str, seed: int) -> None:
    """Let a GPU draw the same in every run, as the CPU does."""
    if device.startswith("cuda"):
        torch.cuda.manual_seed_all(seed)


def wait_for(device: str) -> None:
    """Let errors of what was started on a GPU come up here, and not in a later call."""
    if device.startswith("cuda"):
        torch.cuda.synchronize()

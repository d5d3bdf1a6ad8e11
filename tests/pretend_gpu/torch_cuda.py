"""torch.cuda as it is with a GPU, in a torch that was built without: loaded in every process of the venv that has it.

The compiled part has to be there before torch asks for CUDA's hooks, which it does once, while it is imported.
"""

from __future__ import annotations

import atexit
import ctypes
import os
import time
from pathlib import Path
from typing import Any

_HERE = Path(__file__).parent
ctypes.CDLL(str(_HERE / "pretended_gpu.so"), ctypes.RTLD_GLOBAL)

import pretended_gpu as gpu  # noqa: E402  (the line above loads what this one finds)
import torch  # noqa: E402

made_by: list[int] = []  # the process whose context it is


def lazy_init() -> None:
    if made_by and made_by[0] != os.getpid():
        raise RuntimeError("Cannot re-initialize CUDA in forked subprocess.")
    if not made_by:
        made_by.append(os.getpid())
        gpu.initialise()
        torch.cuda.default_generators = (gpu.draws(),)
        torch.cuda._initialized = True
        for queued in filter(None, torch.cuda._lazy_seed_tracker.get_calls()):  # seeds that were set before
            queued[0]()


@atexit.register
def leave() -> None:
    """Let the device's thread let go of Python's objects of the last backward, which it must not do at Python's end."""
    if made_by == [os.getpid()]:
        time.sleep(0.2)


def synchronize(device: object = None) -> None:
    lazy_init()
    gpu.check()


def set_fraction(fraction: float, device: object = None) -> None:
    lazy_init()
    gpu.limit(fraction)


def give(**functions: Any) -> None:
    """Put them into torch.cuda, and into its module of seeds, which has taken some of them already."""
    for name, function in functions.items():
        setattr(torch.cuda, name, function)
        if hasattr(torch.cuda.random, name):
            setattr(torch.cuda.random, name, function)


def storage_to(storage: Any, *, device: Any, non_blocking: bool = False) -> Any:
    """`UntypedStorage.to`, which in this torch knows no storage on a GPU."""
    if torch.device(device).type != "cuda" or storage.device.type == "cuda":
        return _storage_to(storage, device=device, non_blocking=non_blocking)
    return torch.empty(storage.nbytes(), dtype=torch.uint8, device="cuda").untyped_storage().copy_(storage)


def storage_clone(storage: Any) -> Any:
    return storage_to(storage.cpu(), device="cuda") if storage.device.type == "cuda" else _storage_clone(storage)


_storage_to, _storage_clone = torch.UntypedStorage.to, torch.UntypedStorage.clone
torch.UntypedStorage.to, torch.UntypedStorage.clone = storage_to, storage_clone

gpu.begin()
torch.backends.cudnn.is_acceptable = lambda tensor: False  # which warns where torch was compiled without
give(
    _lazy_init=lazy_init,
    init=lazy_init,
    synchronize=synchronize,
    set_per_process_memory_fraction=set_fraction,
    is_available=lambda: True,
    is_initialized=lambda: made_by == [os.getpid()],
    device_count=lambda: 1,
    current_device=lambda: 0,
    get_device_name=lambda device=None: "a pretended GPU",
    memory_allocated=lambda device=None: gpu.taken(),
    empty_cache=lambda: None,
    _is_in_bad_fork=lambda: bool(made_by) and made_by != [os.getpid()],
    _exchange_device=lambda device: 0,
    _maybe_exchange_device=lambda device: 0,
    _sleep=lambda cycles: time.sleep(min(cycles / 1e9, 3600)),
)

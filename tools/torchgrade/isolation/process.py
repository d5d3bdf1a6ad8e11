"""A clean Python of ours as a process of its own: its command line, its few variables, its end."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

_TOOLS = str(Path(__file__).resolve().parents[2])
KEPT_VARIABLES = (
    *("PATH", "SYSTEMROOT", "TEMP", "TMP", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH"),
    *("CUDA_VISIBLE_DEVICES", "CUDA_DEVICE_ORDER"),
)
_THREADS = ("OMP_NUM_THREADS", "MKL_NUM_THREADS", "OPENBLAS_NUM_THREADS")
# What torch asks of whoever wants the same numbers from cuBLAS in every run, and a fork after is_available(); and
# no folder of compiled kernels, which a contestant could not write to and should not share with the next.
_CUDA = {"CUBLAS_WORKSPACE_CONFIG": ":4096:8", "PYTORCH_NVML_BASED_CUDA_CHECK": "1", "CUDA_CACHE_DISABLE": "1"}
_NO_GPU = {"CUDA_VISIBLE_DEVICES": ""}


def command(module: str, *arguments: str) -> list[str]:
    """The command line of a clean Python that runs `main` of a module of ours, on no path of a course's."""
    # Not -I, which would ignore PYTHONHASHSEED too; the environment is our own, and the first entry of the path,
    # the folder that it stands in, is replaced.
    # Its memory is frozen once it is warm: until then the looks for garbage would take a tenth of its time.
    code = f"import gc, sys; gc.disable(); sys.path[0] = {_TOOLS!r}; from {module} import main; main()"
    return [sys.executable, "-s", "-X", "utf8", "-c", code, *arguments]


def clean_environment(gpu: bool = False) -> dict[str, str]:
    """The few variables a contestant sees: no secrets, one thread, hashing alike in every run.

    Without `gpu` it finds none, on a machine that has one too: a step of torch.optim.Adam looks for an accelerator and
    makes its context, after which nobody may fork, and an answer would choose a device that nobody asked for.
    """
    kept = {name: os.environ[name] for name in KEPT_VARIABLES if name in os.environ}
    ours = {**dict.fromkeys(_THREADS, "1"), **_CUDA, "PYTHONHASHSEED": "0", "HOME": os.devnull}
    return {**kept, **ours, **({} if gpu else _NO_GPU)}


def kill(process: subprocess.Popen[bytes]) -> None:
    """Kill a process and its group, and collect it."""
    with suppress(OSError):
        if hasattr(os, "killpg"):
            os.killpg(process.pid, signal.SIGKILL)
    with suppress(OSError):
        process.kill()
    process.wait()

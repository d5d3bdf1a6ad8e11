"""How long a contestant may take, and how much it may print."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

_FOR_CONTESTANTS = 0.8  # of a GPU's memory: the judge's own context and those that wait need some


@dataclass(frozen=True)
class Limits:
    """Seconds of processor time, bytes of output and of memory beyond what torch itself takes.

    `wall_factor` times the processor limit is the ceiling on the clock, so that a busy machine changes no
    score and a sleeping contestant still ends. Output beyond `keep_output` is dropped, beyond
    `most_output` it ends the contestant. `gpu_memory` is the share of a GPU's memory, None for contestants
    that have no GPU.
    """

    call_s: float = 10.0
    import_s: float = 10.0
    submission_s: float = 300.0
    wall_factor: float = 5.0
    keep_output: int = 64 * 1024
    most_output: int = 64 * 2**20
    memory_bytes: int = 2 * 2**30
    gpu_memory: float | None = None

    def on(self, devices: Sequence[str], gpu_memory: float | None = None, beside: int = 1) -> Limits:
        """These limits for contestants that compute on such devices, so many of them at once on a GPU."""
        return replace(self, gpu_memory=gpu_memory or _FOR_CONTESTANTS / beside) if "cuda" in devices else self


def cpu_seconds(pid: int) -> float | None:
    """Processor time that a process has used, where /proc tells; elsewhere None."""
    try:
        text = Path(f"/proc/{pid}/stat").read_bytes()  # the process chose its name in there, and may lie in bytes
    except OSError:
        return None
    ticks = text.rpartition(b")")[2].split()[11:13]
    return sum(map(int, ticks)) / _TICKS


def _ticks() -> int:
    try:
        from os import sysconf

        return sysconf("SC_CLK_TCK")
    except (ImportError, ValueError, OSError):
        return 100


_TICKS = _ticks()

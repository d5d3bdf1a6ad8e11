"""What runs on a cluster's workers: graders recorded once per process, one warm zygote, one submission a task.

A scheduler reads what tasks are made of, so this module imports torch and what needs it inside its functions.
"""

from __future__ import annotations

import atexit
import hashlib
import platform
import shutil
import socket
import tempfile
import threading
import weakref
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import torchgrade
from torchgrade.errors import BadInput, TorchgradeError
from torchgrade.isolation.limits import Limits
from torchgrade.isolation.mode import Isolation
from torchgrade.submission import Submission

if TYPE_CHECKING:
    from torchgrade.grading.recording import Recording
    from torchgrade.isolation.launch import Launcher

_MOST_KEPT = 3
# Tasks of one worker may run in several threads, and pytest, which records, is no friend of threads.
_LOCK = threading.Lock()
_recordings: dict[str, Recording] = {}
_launchers: dict[bool, Launcher] = {}


@dataclass(frozen=True)
class Order:
    """What all tasks of a run share.

    `graders` holds the graders' bytes by path below `folder`, which is the name of the folder they lie in.
    """

    graders: dict[str, bytes]
    folder: str
    seed: int
    devices: tuple[str, ...]
    limits: Limits
    isolation: Isolation

    @property
    def key(self) -> str:
        """One number for all that a recording depends on."""
        digest = hashlib.sha256(repr((self.folder, self.seed, self.devices)).encode())
        for path, data in sorted(self.graders.items()):
            digest.update(f"{path}\0{len(data)}\0".encode() + data)
        return digest.hexdigest()


@dataclass(frozen=True)
class Work:
    """A submission to grade.

    Args:
        submission: what was handed in.
        problem: why it could not be read, if it could not.
        variant: whose inputs it is graded on, "" for those that all have.
    """

    submission: Submission
    problem: str = ""
    variant: str = ""


@dataclass(frozen=True)
class Versions:
    """What must be alike on all workers for a class to be graded alike."""

    torchgrade: str
    torch: str
    python: str


def keep(order: Order) -> Order:
    """Hold the order in the cluster's memory; as a task's result it is made again when its holder is lost."""
    return order


def prepare(order: Order) -> Versions:
    """Record the graders on the first worker, and say what it runs.

    Raises:
        TorchgradeError: the graders or the devices cannot be used there.
    """
    with _named():
        _recording(order)
    return versions_here()


def grade(order: Order, versions: Versions, work: Work) -> str:
    """Grade one submission and return its results as JSON.

    Raises:
        TorchgradeError: the graders, the devices or an isolation that was asked for cannot be had there.
    """
    from torchgrade.grading.confirmed import Confirmed
    from torchgrade.results_io import to_json

    with _named():
        if versions_here() != versions:
            raise BadInput(
                f"it runs {versions_here()}, another worker {versions}. Install one set of versions everywhere."
            )
        recording = _recording(order).for_variant(work.variant)
        confirmed = Confirmed(recording, _launcher("cuda" in order.devices), order.limits, order.isolation)
        return to_json(confirmed.report(work.submission, work.problem))


@contextmanager
def _named() -> Iterator[None]:
    """Say on which machine something could not be done."""
    try:
        yield
    except TorchgradeError as error:
        raise type(error)(f"on the worker {socket.gethostname()}: {error}") from None


def versions_here() -> Versions:
    """What this process runs."""
    import torch

    return Versions(torchgrade.__version__, str(torch.__version__), platform.python_version())


def _recording(order: Order) -> Recording:
    """The order's graders, recorded when they are first asked for; the last few are kept."""
    key = order.key
    with _LOCK:
        recording = _recordings.pop(key, None) or _record(order)
        _recordings[key] = recording  # behind all others: the first is the one that was asked for longest ago
        for oldest in list(_recordings)[:-_MOST_KEPT]:
            del _recordings[oldest]
    return recording


def _record(order: Order) -> Recording:
    from torchgrade.course import catalogue
    from torchgrade.devices import choose_devices
    from torchgrade.grading.recording import record_graders

    devices = choose_devices(",".join(order.devices))
    graders = _unpack(order)
    recording = record_graders(graders, catalogue(graders), devices, order.seed)
    weakref.finalize(recording, shutil.rmtree, graders.parent, ignore_errors=True)
    for case in recording.cases:
        case.find_fault()  # the reference answers before the clock of any submission runs
    return recording


def _unpack(order: Order) -> Path:
    """Write the graders to a folder that nobody else may read, in the worker's own scratch space."""
    from distributed import get_worker

    root = Path(tempfile.mkdtemp(prefix="torchgrade-", dir=get_worker().local_directory)).resolve()
    for relative, data in order.graders.items():
        path = root / order.folder / relative
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return root / order.folder


def _launcher(gpu: bool) -> Launcher:
    """This process's launcher of that kind, started when it is first asked for and closed at the process's end."""
    from torchgrade.isolation.launch import best_launcher

    with _LOCK:
        if gpu not in _launchers:
            _launchers[gpu] = best_launcher(devices=("cuda",) if gpu else ("cpu",))
            atexit.register(_launchers[gpu].close)
        return _launchers[gpu]

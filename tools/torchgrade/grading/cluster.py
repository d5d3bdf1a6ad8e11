"""Grading on a Dask cluster: the judge's side, which sends submissions out and takes their reports in."""

from __future__ import annotations

import itertools
import logging
import queue
import time
import uuid
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torchgrade
from torchgrade.devices import KNOWN
from torchgrade.errors import BadInput, TorchgradeError
from torchgrade.grading import cluster_worker
from torchgrade.grading.cluster_worker import Order, Versions, Work
from torchgrade.grading.interruption import Interrupted, Interruption
from torchgrade.grading.recording import Recording
from torchgrade.isolation.limits import Limits
from torchgrade.isolation.mode import Isolation
from torchgrade.results import Report
from torchgrade.results_io import from_json
from torchgrade.unit import FILE

_IN_HAND = 3  # tasks per slot of a worker: one runs, others wait beside it, and memory stays flat
_LOOK_S = 2.0  # clusters grow and shrink
_POLL_S = 0.2
_GRACE_S = 5.0  # for what is running when a signal comes
_PATIENCE_S = 10.0  # without a worker, before a word is said

Fault = Callable[[Work, str], Report]


class ClusterLost(TorchgradeError):
    """The scheduler cannot be reached; what is finished is on disk."""


@dataclass
class _Task:
    work: Work
    attempt: int = 1


def order_of(recording: Recording, limits: Limits, isolation: Isolation) -> Order:
    """What the workers need to know of a run; `recording` need not have been recorded here."""
    root = recording.graders
    paths = {path for entry in recording.entries for path in (*entry.files, entry.grader.with_name(FILE))}
    files = {path.relative_to(root).as_posix(): path.read_bytes() for path in paths if path.is_file()}
    return Order(files, root.name or "graders", recording.seed, recording.devices, limits, isolation)


def devices_of_workers(asked: str | None) -> tuple[str, ...]:
    """The devices named in "cpu,cuda", which need not be here; without a name the CPU alone.

    Raises:
        BadInput: a device is unknown, or Dask is not installed.
    """
    _dask()
    devices = tuple(dict.fromkeys(part.strip() for part in (asked or "cpu").split(",") if part.strip()))
    if not devices or not set(devices) <= set(KNOWN):
        raise BadInput(f"--device {asked}: choose from {', '.join(KNOWN)}.")
    return devices


class Cluster:
    """An existing Dask cluster that grades for one run.

    Args:
        address: the scheduler's, as in tcp://host:8786, or the path of a scheduler file.
        order: what all submissions are held against.
        say: told what the user should know while nothing comes back.

    Raises:
        BadInput: Dask is not installed, or the workers cannot grade.
        ClusterLost: no scheduler answers.
    """

    def __init__(self, address: str, order: Order, say: Callable[[str], None] = print) -> None:
        self.address = address
        self._client = _connect(address)
        self._resources = {"GPU": 1} if "cuda" in order.devices else None
        self._slots, self._looked = 0, 0.0
        self._running: dict[Any, _Task] = {}
        self._over: queue.SimpleQueue[Any] = queue.SimpleQueue()
        try:
            with self._talking():
                key = f"torchgrade-order-{uuid.uuid4().hex}"
                self._order = self._client.submit(cluster_worker.keep, order, key=key)
            self.versions = self._first_worker(say)
        except BaseException:
            self.close()
            raise

    def grade(self, submissions: Iterable[Work], interruption: Interruption, fault: Fault) -> Iterator[Report]:
        """Grade submissions; the reports come as they are finished.

        Args:
            submissions: one is taken when there is room for it.
            interruption: looked at between reports.
            fault: makes the report of a submission that the cluster failed twice, and why.

        Raises:
            ClusterLost: the scheduler went away.
            Interrupted: a signal came, and those that were running have had a moment to end.
            TorchgradeError: a worker cannot do what was asked for.
        """
        waiting = iter(submissions)
        while not interruption.heard:
            for work in itertools.islice(waiting, max(0, self._window() - len(self._running))):
                self._send(_Task(work))
            if not self._running and not interruption.heard:
                return
            yield from self._arrived(fault)
        until = time.monotonic() + _GRACE_S
        while self._running and interruption.heard < 2 and time.monotonic() < until:
            yield from self._arrived(fault)
        raise Interrupted

    def close(self) -> None:
        """Leave the cluster; what still runs for us there is dropped."""
        with suppress(Exception):  # a scheduler that is gone needs no good-bye
            self._client.close(timeout=5)

    def _send(self, task: _Task) -> None:
        with self._talking():
            future = self._client.submit(
                cluster_worker.grade,
                self._order,
                self.versions,
                task.work,
                resources=self._resources,
                pure=False,
            )
            self._running[future] = task
            future.add_done_callback(self._over.put)

    def _arrived(self, fault: Fault) -> Iterator[Report]:
        """The report that came next, if one does so soon."""
        try:
            future = self._over.get(timeout=_POLL_S)
        except queue.Empty:
            return
        task = self._running.pop(future)
        with self._talking():
            error = future.exception() if future.status == "error" else None
            text = "" if error else future.result()
        if error is None:
            yield from_json(text, f"{task.work.submission.name} from the cluster")
        elif isinstance(error, TorchgradeError):
            raise error
        elif task.attempt == 1:
            self._send(_Task(task.work, attempt=2))
        else:
            yield fault(task.work, f"the cluster failed twice ({type(error).__name__}: {error})")

    def _window(self) -> int:
        """How many tasks to have out there."""
        if time.monotonic() > self._looked + _LOOK_S:
            with self._talking():
                self._slots = sum(self._client.nthreads().values())
            self._looked = time.monotonic()
        return _IN_HAND * max(1, self._slots)

    def _first_worker(self, say: Callable[[str], None]) -> Versions:
        """Wait until some worker has prepared itself; a cluster may start its first one only when asked for it."""
        with self._talking():
            future = self._client.submit(cluster_worker.prepare, self._order, resources=self._resources, pure=False)
            error = self._patiently(future, say)
        if isinstance(error, TorchgradeError):
            raise error
        if error is not None:
            raise BadInput(
                f"{self.address}: its workers cannot grade ({type(error).__name__}: {error}). Install torchgrade "
                f"{torchgrade.__version__} and torch on the scheduler and on every worker."
            )
        return self._accepted(future)

    def _patiently(self, future: Any, say: Callable[[str], None]) -> Any:
        """What a task raised, once it is over."""
        try:
            return future.exception(timeout=_PATIENCE_S)
        except _dask().TimeoutError:
            kind = " with --resources GPU=1" if self._resources else ""
            say(f"Waiting for a worker{kind} to get ready at {self.address}.")
        return future.exception()

    def _accepted(self, future: Any) -> Versions:
        with self._talking():
            versions: Versions = future.result()
        if versions.torchgrade != torchgrade.__version__:
            raise BadInput(
                f"{self.address}: its workers run torchgrade {versions.torchgrade}, this is {torchgrade.__version__}. "
                "Install the same version everywhere."
            )
        return versions

    @contextmanager
    def _talking(self) -> Iterator[None]:
        """Turn what Dask raises when the scheduler is gone into one sentence."""
        dask = _dask()
        try:
            yield
        except Exception as error:
            reached = self._client.status == "running"
            if reached and not isinstance(error, (OSError, dask.CancelledError, dask.TimeoutError)):
                raise
            raise ClusterLost(
                f"the Dask scheduler at {self.address} has gone away. What is finished is on disk; "
                "the same command goes on from here."
            ) from None


def _dask() -> Any:
    try:
        import distributed
    except ImportError:
        raise BadInput("--scheduler needs Dask. Install it with `pip install 'torchgrade[cluster]'`.") from None
    return distributed


def _connect(address: str) -> Any:
    distributed = _dask()
    logging.getLogger("distributed.client").setLevel(logging.CRITICAL)  # what it would say, we say in a sentence
    place = {"scheduler_file": address} if Path(address).is_file() else {"address": address}
    try:
        return distributed.Client(**place, set_as_default=False, name="torchgrade")
    except (OSError, ValueError, distributed.TimeoutError) as error:
        raise ClusterLost(
            f"no Dask scheduler answers at {address} ({error}). Start one with `dask scheduler`, or mend the "
            "address; the same command goes on from here."
        ) from None

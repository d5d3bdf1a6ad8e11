"""Contestants that are started one by one, a few ahead of need: where forking is not safe, and for every GPU."""

from __future__ import annotations

import os
import subprocess
import threading
from collections import deque
from typing import Any

from torchgrade.errors import BadInput, CannotStart
from torchgrade.isolation.channel import Channel, Lost
from torchgrade.isolation.limits import Limits
from torchgrade.isolation.process import clean_environment, command, kill

_START_S = 120.0  # an import of torch on a busy machine

Process = subprocess.Popen[bytes]


class Spawner:
    """Starts each contestant as a Python of its own, for one submission, and keeps some waiting that are warm already.

    An import of torch and the first use of everything take seconds, which the next submission then need not wait for.

    Args:
        compiler: whether anything asked of the contestants will need torch's compiler.
        ahead: how many wait.
        gpu: whether they are to have a CUDA context when a submission comes.
    """

    def __init__(self, compiler: bool = True, ahead: int = 1, gpu: bool = False) -> None:
        self._kind = ("compiler" if compiler else "plain", "gpu" if gpu else "cpu")
        self._gpu = gpu
        self._ahead = ahead
        self._lock = threading.Lock()
        self._waiting: deque[Process] = deque()
        self._closed = False
        self._some_started = False
        self._refill()

    def start(self, limits: Limits) -> Channel:
        """A contestant that is warm, which is no part of the learner's time; a new one where that one is lost.

        Raises:
            OSError: no process can be started.
            BadInput: none could ever be started that uses the GPU, so none will be.
        """
        process = self._oldest()
        self._refill()
        try:
            channel = self._first_or_second(process, limits)
        except CannotStart as error:
            if self._gpu and not self._some_started:
                raise BadInput(f"--device cuda: {error}") from None
            raise
        self._some_started = True
        return channel

    def _first_or_second(self, process: Process | None, limits: Limits) -> Channel:
        try:
            return _connected(process or self._new(), limits)
        except OSError:
            return _connected(self._new(), limits)

    def close(self) -> None:
        """End those that wait."""
        with self._lock:
            self._closed = True
            for process in self._waiting:
                kill(process)
                _close(process)
            self._waiting.clear()

    def _oldest(self) -> Process | None:
        """The one that has waited longest and is alive, no longer among those that wait."""
        with self._lock:
            while self._waiting:
                process = self._waiting.popleft()
                if process.poll() is None:
                    return process
                _close(process)
        return None

    def _refill(self) -> None:
        """Have as many wait as there should; they become warm by themselves."""
        with self._lock:
            while len(self._waiting) < self._ahead and not self._closed:
                self._waiting.append(self._new())

    def _new(self) -> Process:
        return subprocess.Popen(
            command("torchgrade.isolation.contestant", *self._kind),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=clean_environment(gpu=self._gpu),
            cwd=os.path.abspath(os.sep),
            start_new_session=True,
        )


def _close(process: Process) -> None:
    """Close the judge's ends of the streams of a process that has ended."""
    for stream in (process.stdin, process.stdout, process.stderr):
        if stream is not None:
            stream.close()


def _connected(process: Process, limits: Limits) -> Channel:
    """The judge's end of a process, once that is warm.

    Raises:
        CannotStart: it ended or hung before.
    """
    streams: Any = (process.stdin, process.stdout, process.stderr)
    channel = Channel(process.pid, streams, lambda: kill(process), limits)
    try:
        channel.ask({"do": "hello"}, _START_S)
    except Lost as lost:
        raise CannotStart(f"a contestant did not start: {lost}; it printed: {lost.output[-500:].strip()}") from None
    return channel

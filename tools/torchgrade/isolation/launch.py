"""Starting contestants: forked from a warm zygote where the platform can, spawned ahead of need elsewhere."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Sequence
from contextlib import suppress
from typing import Any, Protocol

from torchgrade.errors import CannotStart
from torchgrade.isolation.channel import Channel
from torchgrade.isolation.limits import Limits
from torchgrade.isolation.process import clean_environment, command, kill
from torchgrade.isolation.spawn import Spawner

_START_S = 120.0  # an import of torch on a busy machine
# Its memory in pages of 2 MB where the kernel has them, of which a fork copies the table in a third of the time.
_HUGE_PAGES = {"GLIBC_TUNABLES": "glibc.malloc.hugetlb=1"}
_ANSWER_S = 30.0  # a fork or a kill; longer means that the zygote was stopped


class Launcher(Protocol):
    """Starts contestants."""

    def start(self, limits: Limits) -> Channel:
        """A new contestant, ready for its first message."""

    def close(self) -> None:
        """Give back what the launcher holds."""


class Zygote:
    """Starts contestants by forking a warm process that imported torch once.

    Args:
        compiler: whether anything asked of the contestants will need torch's compiler.
    """

    def __init__(self, compiler: bool = True) -> None:
        self._kind = "compiler" if compiler else "plain"
        self._lock = threading.Lock()
        self._start_process()

    def _start_process(self) -> None:
        self._control, theirs = socket.socketpair()
        self._control.settimeout(_START_S)
        self._process = subprocess.Popen(
            command("torchgrade.isolation.zygote", str(theirs.fileno()), self._kind),
            pass_fds=(theirs.fileno(),),
            stdin=subprocess.DEVNULL,
            env={**clean_environment(), **_HUGE_PAGES},
            cwd=os.path.abspath(os.sep),
            start_new_session=True,
        )
        theirs.close()
        self._reply()
        self._control.settimeout(_ANSWER_S)

    def start(self, limits: Limits) -> Channel:
        """Fork one contestant, from a new zygote where a contestant without kernel layers has stopped the old one.

        Raises:
            OSError: no process can be started.
        """
        asked = self._process
        try:
            return self._fork(limits)
        except OSError:
            with self._lock:
                if asked is self._process:  # and no other thread has seen to it
                    self._stop_process(patience_s=0)  # what other threads have running goes on
                    self._start_process()
            return self._fork(limits)

    def _fork(self, limits: Limits) -> Channel:
        (q_read, q_write), (a_read, a_write), (o_read, o_write) = os.pipe(), os.pipe(), os.pipe()
        try:
            pid = self._ask({"fork": True}, [q_read, a_write, o_write])["pid"]
        except OSError:
            for descriptor in (q_write, a_read, o_read):
                os.close(descriptor)
            raise
        finally:
            for descriptor in (q_read, a_write, o_write):
                os.close(descriptor)
        streams = (os.fdopen(q_write, "wb"), os.fdopen(a_read, "rb"), os.fdopen(o_read, "rb"))
        parent = self._process
        return Channel(pid, streams, lambda: self._end(pid, parent), limits)

    def close(self) -> None:
        """End the zygote, which ends what it forked."""
        self._stop_process(patience_s=5)

    def _stop_process(self, patience_s: float) -> None:
        self._control.close()
        with suppress(subprocess.TimeoutExpired):
            self._process.wait(timeout=patience_s)
        kill(self._process)

    def _end(self, pid: int, parent: subprocess.Popen[bytes]) -> None:
        with suppress(OSError):
            if parent is self._process:
                self._ask({"kill": pid}, [])
                return
        with suppress(OSError):  # the zygote is gone, and what it forked was left behind
            os.killpg(pid, signal.SIGKILL)

    def _ask(self, message: dict[str, Any], descriptors: list[int]) -> dict[str, Any]:
        with self._lock:
            socket.send_fds(self._control, [json.dumps(message).encode()], descriptors)
            reply = self._reply()
        if "error" in reply:
            raise CannotStart(f"no contestant could be started: {reply['error']}")
        return reply

    def _reply(self) -> dict[str, Any]:
        line = b""
        while not line.endswith(b"\n"):
            chunk = self._control.recv(4096)
            if not chunk:
                raise CannotStart("the warm process that starts contestants has ended")
            line += chunk
        reply: dict[str, Any] = json.loads(line)
        return reply


def best_launcher(compiler: bool = True, devices: Sequence[str] = ("cpu",), ahead: int = 1) -> Launcher:
    """The warm zygote on Linux; elsewhere forking a process that uses torch is not safe, and with CUDA it is nowhere.

    Args:
        compiler: whether anything asked of the contestants will need torch's compiler.
        devices: where they will be asked to compute.
        ahead: how many are to be kept waiting where they cannot be forked; on a GPU, where each takes memory, one is.
    """
    if "cuda" in devices:
        return Spawner(compiler, gpu=True)
    return Zygote(compiler) if sys.platform == "linux" else Spawner(compiler, ahead)

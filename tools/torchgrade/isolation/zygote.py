"""The warm process that contestants fork from: torch imported, every first use paid, no secret inside.

It is exec'ed, never forked from the judge, and speaks over one Unix socket: {"fork": true} with three
descriptors (questions, answers, output) brings {"pid": n}; {"kill": n} ends a contestant and its group.
"""

from __future__ import annotations

import json
import os
import select
import signal
import socket
import sys
from contextlib import suppress
from typing import Any

import torch

from torchgrade.isolation.contestant import serve, take_over_standard_streams
from torchgrade.isolation.huge_pages import use_huge_pages
from torchgrade.isolation.layers import prepare
from torchgrade.isolation.strays import adopt_strays, end_strays
from torchgrade.isolation.warm_up import warm_up


class Zygote:
    """Forks, kills and reaps contestants for the judge at the other end of the socket."""

    def __init__(self, control: socket.socket) -> None:
        self.control = control
        self.children: set[int] = set()

    def run(self) -> None:
        """Serve until the judge closes the socket, then end every contestant."""
        self.control.sendall(b'{"ready": true}\n')
        while True:
            readable, _, _ = select.select([self.control], [], [], 0.2)
            self.reap()
            if readable and not self.one_message():
                break
        for pid in tuple(self.children):
            self.kill(pid)

    def one_message(self) -> bool:
        """Read and answer one message; False when the judge has gone."""
        data, descriptors, _, _ = socket.recv_fds(self.control, 4096, 3)
        if not data:
            return False
        message: dict[str, Any] = json.loads(data)
        if "kill" in message:
            self.kill(message["kill"])
            reply: dict[str, Any] = {"killed": message["kill"]}
        else:
            reply = self.try_to_fork(descriptors)
        self.control.sendall(json.dumps(reply).encode() + b"\n")
        return True

    def try_to_fork(self, descriptors: list[int]) -> dict[str, Any]:
        """Fork one contestant and say its number, or why there is none."""
        try:
            return {"pid": self.fork(descriptors)}
        except OSError as error:
            return {"error": str(error)}
        finally:
            for descriptor in descriptors:
                os.close(descriptor)

    def fork(self, descriptors: list[int]) -> int:
        """Fork one contestant on the given descriptors.

        Raises:
            OSError: it could not be, or this process has used CUDA, which no fork of it could use.
        """
        if torch.cuda.is_initialized():
            raise OSError("the process that forks has initialised CUDA")
        pid = os.fork()
        if pid == 0:
            self.become_contestant(descriptors)
        self.children.add(pid)
        return pid

    def become_contestant(self, descriptors: list[int]) -> None:
        """In the child: own session, own streams, then serve and end without any clean-up."""
        try:
            os.setsid()
            signal.signal(signal.SIGINT, signal.SIG_IGN)
            self.control.close()
            for target, descriptor in enumerate(descriptors):
                os.dup2(descriptor, target)
            os.closerange(3, 2**16)
            serve(*take_over_standard_streams())
        finally:
            os._exit(0)

    def kill(self, pid: int) -> None:
        """Kill a contestant and everything in its process group; a pid that is not ours is left alone."""
        if pid in self.children:
            for kill in (os.killpg, os.kill):
                with suppress(ProcessLookupError):
                    kill(pid, signal.SIGKILL)
            os.waitpid(pid, 0)
            self.children.discard(pid)
            end_strays(self.children)

    def reap(self) -> None:
        """Collect the contestants that ended by themselves, and end what they left behind."""
        for pid in tuple(self.children):
            # Looked at and not yet collected: until then nobody else can be given its number.
            if os.waitid(os.P_PID, pid, os.WEXITED | os.WNOHANG | os.WNOWAIT) is not None:
                self.kill(pid)


def main() -> None:
    """Entry point; the arguments are the number of the control socket's descriptor and "compiler" or "plain"."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    control = socket.socket(fileno=int(sys.argv[1]))
    adopt_strays()
    warm_up(compiler=sys.argv[2] == "compiler")
    prepare()
    use_huge_pages()
    Zygote(control).run()
    os._exit(0)  # taking torch apart, object by object, would take as long as half of its import

"""Layer: a session of its own, and death together with the parent, so that one kill ends everything."""

from __future__ import annotations

import ctypes
import os
import signal

from . import libc
from .policy import Policy
from .state import State, absent, held, weaker

NAME = "process_group"

_PR_SET_PDEATHSIG = 1
_PR_GET_PDEATHSIG = 2


def apply(policy: Policy) -> State:
    """Lead a new session, and ask the kernel for SIGKILL when the parent dies."""
    if not hasattr(os, "setsid"):
        return absent(NAME, "this system has no sessions", "the judge must end the process itself")
    if os.getpgid(0) != os.getpid():
        os.setsid()
    if os.getpgid(0) != os.getpid():
        return absent(NAME, "still in the process group of its parent")
    if not libc.LINUX:
        return weaker(NAME, "own session; nothing ends it when its parent dies")
    if not dies_with_parent():
        return weaker(NAME, "own session; the kernel refused a parent-death signal")
    return held(NAME, "own session, killed when its parent dies")


def dies_with_parent() -> bool:
    """Ask for SIGKILL at the parent's death, and say whether the kernel will send it.

    Any change of user clears the request, so it is made again after one.
    """
    armed = ctypes.c_int(0)
    try:
        libc.prctl(_PR_SET_PDEATHSIG, int(signal.SIGKILL))
        libc.prctl(_PR_GET_PDEATHSIG, ctypes.addressof(armed))
    except OSError:
        return False
    return armed.value == signal.SIGKILL

"""Layer: no program can give privileges back, and no other process can trace this one."""

from __future__ import annotations

from . import libc
from .policy import Policy
from .state import State, absent, held, linux_only, weaker

NAME = "no_new_privileges"

_PR_GET_DUMPABLE, _PR_SET_DUMPABLE = 3, 4
_PR_SET_NO_NEW_PRIVS, _PR_GET_NO_NEW_PRIVS = 38, 39


def apply(policy: Policy) -> State:
    """Set both attributes; the first cannot be taken back, and seccomp guards the second."""
    if not libc.LINUX:
        return linux_only(NAME)
    libc.prctl(_PR_SET_NO_NEW_PRIVS, 1)
    libc.prctl(_PR_SET_DUMPABLE, 0)
    if libc.prctl(_PR_GET_NO_NEW_PRIVS) != 1:
        return absent(NAME, "the kernel did not take it")
    if libc.prctl(_PR_GET_DUMPABLE) != 0:
        return weaker(NAME, "set, but processes of the same user can trace this one")
    return held(NAME, "set, and not traceable")

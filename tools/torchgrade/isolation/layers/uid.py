"""Layer: an unprivileged user in place of root, if that user can still read Python and torch.

Whether it can is found by trying: for a moment files are opened as that user, before anything is given up for good.
"""

from __future__ import annotations

import os
import sys

from . import libc
from .policy import Policy
from .process_group import dies_with_parent
from .readable import default_readable
from .state import State, absent, held, weaker

NAME = "uid"


def apply(policy: Policy) -> State:
    """Become `policy.uid` for good when root, and say what holds otherwise."""
    if not hasattr(os, "geteuid"):
        return absent(NAME, "this system has no user ids")
    if os.geteuid() != 0:
        return weaker(NAME, f"uid {os.geteuid()} as started, which the judge may have too")
    if policy.uid is None:
        return weaker(NAME, "root, as no other user was asked for")
    if not libc.LINUX:
        return _become(policy.uid)
    os.setgroups([])
    hidden = _unreadable_for(policy.uid, policy)
    if hidden:
        return weaker(NAME, f"root, as uid {policy.uid} cannot read {hidden}; install Python where every user can")
    return _become(policy.uid)


def _become(uid: int) -> State:
    """Change to the user in a way that allows no return."""
    os.setgid(uid)
    os.setuid(uid)
    if (os.getuid(), os.geteuid(), os.getgid(), os.getegid()) != (uid,) * 4 or _can_return():
        return absent(NAME, f"root, as changing to uid {uid} did not last")
    if libc.LINUX and not dies_with_parent():
        return weaker(NAME, f"uid {uid}, but the parent-death signal was lost")
    return held(NAME, f"uid {uid}")


def _can_return() -> bool:
    """Whether root is still within reach."""
    try:
        os.setuid(0)
    except OSError:
        return False
    return True


def _unreadable_for(uid: int, policy: Policy) -> str:
    """The first folder of Python's, or of the policy's, that this user cannot open; empty if there is none."""
    wanted = [*(path for path in default_readable() if not path.startswith("/proc")), *policy.readable, os.__file__]
    if "torch" in sys.modules:
        wanted.append(str(sys.modules["torch"].__file__))
    existing = [path for path in wanted if os.path.exists(path)]
    libc.call("setfsgid", uid)
    libc.call("setfsuid", uid)
    try:
        return next((path for path in existing if not _can_open(path)), "")
    finally:
        libc.call("setfsuid", 0)
        libc.call("setfsgid", 0)


def _can_open(path: str) -> bool:
    """Whether this path opens for reading."""
    try:
        os.close(os.open(path, os.O_RDONLY | os.O_CLOEXEC))
    except OSError:
        return False
    return True

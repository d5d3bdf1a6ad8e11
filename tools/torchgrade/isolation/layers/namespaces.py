"""Layer: namespaces, in which the network has no interface and other processes' IPC does not exist.

Root unshares them directly; an ordinary user first needs a user namespace of its own, which some hosts refuse. The
mount namespace belongs to `private_tmp`. A pid namespace takes one more fork, so the zygote opens it, with
`fork_with_own_pids`.
"""

from __future__ import annotations

import os

from . import libc
from .policy import Policy
from .process_group import dies_with_parent
from .state import State, absent, held, linux_only, weaker

NAME = "namespaces"

NEW_MOUNT, NEW_UTS, NEW_IPC, NEW_USER, NEW_PID, NEW_NET = (
    0x20000,
    0x4000000,
    0x8000000,
    0x10000000,
    0x20000000,
    0x40000000,
)

_REMEDY = (
    "on Ubuntu run `sudo sysctl kernel.apparmor_restrict_unprivileged_userns=0`, in Docker start the container with "
    "`--security-opt seccomp=unconfined` or with `--network none`"
)


def apply(policy: Policy) -> State:
    """Leave the host's network, IPC and host name behind."""
    if not libc.LINUX:
        return linux_only(NAME)
    flags = NEW_IPC | NEW_UTS | (0 if policy.network else NEW_NET)
    shown = "ipc, uts" if policy.network else "net, ipc, uts"
    try:
        libc.call("unshare", flags)
        return held(NAME, shown)
    except OSError as error:
        # Inside a user namespace with one mapped id, root could no longer become the unprivileged user.
        if os.geteuid() == 0 and policy.uid is not None:
            return absent(NAME, str(error), _REMEDY)
    return _through_user_namespace(flags, f"user, {shown}")


def _through_user_namespace(flags: int, shown: str) -> State:
    """The same for somebody who is not root."""
    try:
        mapped = enter_user_namespace(flags)
    except OSError as error:
        return absent(NAME, str(error), _REMEDY)
    if not dies_with_parent():
        return weaker(NAME, f"{shown}, but the parent-death signal was lost")
    return held(NAME, shown) if mapped else weaker(NAME, f"{shown}, but without a user id of its own: {_REMEDY}")


def enter_user_namespace(flags: int = 0) -> bool:
    """Enter a new user namespace, keeping the same user and group ids in it.

    Args:
        flags: further namespaces to open at once.

    Returns:
        Whether the ids could be mapped. If not, the namespaces hold, but no file can be made.

    Raises:
        OSError: this host refuses, or the process has more than one thread.
    """
    uid, gid = os.geteuid(), os.getegid()
    libc.call("unshare", NEW_USER | flags)
    try:
        with libc.writable_proc_self():
            libc.write("/proc/self/setgroups", "deny")
            libc.write("/proc/self/uid_map", f"{uid} {uid} 1")
            libc.write("/proc/self/gid_map", f"{gid} {gid} 1")
    except OSError:
        return False
    return (os.geteuid(), os.getegid()) == (uid, gid)


def fork_with_own_pids() -> int:
    """Fork a child that is process 1 of a new pid namespace: all that it starts dies with it, and it sees nobody else.

    For the zygote, single-threaded. Needs root, or a zygote that is itself in a user and pid namespace of its own.

    Returns:
        0 in the child, and the child's pid in the parent.

    Raises:
        OSError: this host refuses; nothing was forked, or the parent could not come back, and must end.
    """
    own = os.open("/proc/self/ns/pid", os.O_RDONLY | os.O_CLOEXEC)
    try:
        libc.call("unshare", NEW_PID)
        pid = -1
        try:
            pid = os.fork()
            return pid
        finally:
            if pid != 0:
                libc.call("setns", own, NEW_PID)
    finally:
        os.close(own)

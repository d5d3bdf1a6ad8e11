"""Layer: a private tmp of limited size, which vanishes with the process.

It is a tmpfs in a mount namespace of its own: the only cheap limit on bytes and on inodes. Without one, the contestant
gets no folder to write to at all.
"""

from __future__ import annotations

import os

from . import libc
from .namespaces import NEW_MOUNT
from .policy import Policy
from .state import State, absent, held, linux_only

NAME = "private_tmp"

_NO_SUID_DEV_EXEC = 2 | 4 | 8
_RECURSIVE_PRIVATE = 0x4000 | 0x40000
_INODES = 4096


def apply(policy: Policy) -> State:
    """Mount an empty tmpfs over the writable folder, where only this process sees it."""
    if policy.writable is None or policy.file_bytes == 0:
        return held(NAME, "none asked for: no file may be written")
    if not libc.LINUX:
        return linux_only(NAME)
    try:
        libc.call("unshare", NEW_MOUNT)
        libc.call("mount", None, b"/", None, _RECURSIVE_PRIVATE, None)
        # The uid layer comes later, and nobody else sees this mount: everyone may write.
        options = f"size={policy.file_bytes},nr_inodes={_INODES},mode=1777".encode()
        libc.call("mount", b"tmpfs", os.fsencode(policy.writable), b"tmpfs", _NO_SUID_DEV_EXEC, options)
    except OSError as error:
        return absent(NAME, f"{error}: no file may be written", "allow user namespaces, or grade as root")
    return _verified(policy.writable, policy.file_bytes)


def _verified(folder: str, limit: int) -> State:
    """Trust the mount only if the folder is empty and is no larger than asked for."""
    size = os.statvfs(folder)
    if os.listdir(folder) or size.f_frsize * size.f_blocks > limit + size.f_frsize:
        return absent(NAME, f"{folder} is not the tmpfs that was mounted: no file may be written")
    return held(NAME, f"{limit / (1 << 20):g} MiB, {_INODES} files")

"""Layer: Landlock, the kernel's own list of the files that this process may open; it needs no root.

The rights asked for are those of the newest interface (ABI) that the kernel offers. Not covered up to ABI 8: chmod and
its kin, stat, UDP, and sockets with a path; seccomp denies those, but for stat.
"""

from __future__ import annotations

import ctypes
import os
import stat
import struct

from . import libc
from .policy import Policy
from .readable import default_readable
from .state import State, absent, held, linux_only, weaker

NAME = "landlock"

_CREATE_RULESET, _ADD_RULE, _RESTRICT_SELF = 444, 445, 446
_ASK_VERSION = 1
_PATH_BENEATH = 1

_WRITE_FILE, _READ_FILE, _READ_DIR = 1 << 1, 1 << 2, 1 << 3
_REMOVE_DIR, _REMOVE_FILE, _MAKE_DIR, _MAKE_REG = 1 << 4, 1 << 5, 1 << 7, 1 << 8
_ALL_OF_ABI_1 = (1 << 13) - 1
_REFER, _TRUNCATE, _IOCTL_DEV = 1 << 13, 1 << 14, 1 << 15
_BIND_AND_CONNECT_TCP = 3
_ABSTRACT_SOCKETS_AND_SIGNALS = 3

_READ = _READ_FILE | _READ_DIR
_KEEP_FILES = _READ | _WRITE_FILE | _REMOVE_DIR | _REMOVE_FILE | _MAKE_DIR | _MAKE_REG | _REFER | _TRUNCATE
_ONLY_FOR_FOLDERS = _READ_DIR | _REMOVE_DIR | _REMOVE_FILE | _MAKE_DIR | _MAKE_REG | _REFER

_ADDED_BY = {2: "moves between folders", 3: "truncate", 4: "TCP", 5: "device ioctl", 6: "signals"}
_REMEDY = "needs Linux 5.13 with landlock in the `lsm=` boot parameter, and in Docker version 23 or newer"


def apply(policy: Policy) -> State:
    """Leave open only what Python and torch read, the policy's paths, and the private tmp."""
    if not libc.LINUX:
        return linux_only(NAME)
    try:
        abi = kernel_abi()
    except OSError as error:
        return absent(NAME, str(error), _REMEDY)
    ruleset = _ruleset(abi, policy)
    try:
        _add_rules(ruleset, handled_files(abi), policy)
        libc.syscall(_RESTRICT_SELF, ruleset, 0)
    finally:
        os.close(ruleset)
    return _verified(abi)


def kernel_abi() -> int:
    """The newest interface that this kernel offers; asked of the kernel itself, as its list of modules may be hidden.

    Raises:
        OSError: it has no Landlock, or something forbids it.
    """
    return libc.syscall(_CREATE_RULESET, None, 0, _ASK_VERSION)


def handled_files(abi: int) -> int:
    """The file rights that a kernel of this ABI can deny."""
    return (
        _ALL_OF_ABI_1 | (_REFER if abi >= 2 else 0) | (_TRUNCATE if abi >= 3 else 0) | (_IOCTL_DEV if abi >= 5 else 0)
    )


def _ruleset(abi: int, policy: Policy) -> int:
    """A new set of rules that denies all that this ABI knows of; its size tells the kernel which fields we know."""
    tcp = 0 if policy.network else _BIND_AND_CONNECT_TCP
    fields = [handled_files(abi), *([tcp] if abi >= 4 else []), *([_ABSTRACT_SOCKETS_AND_SIGNALS] if abi >= 6 else [])]
    packed = struct.pack(f"={len(fields)}Q", *fields)
    return libc.syscall(_CREATE_RULESET, packed, len(packed), 0)


def _add_rules(ruleset: int, handled: int, policy: Policy) -> None:
    """Allow the paths that the contestant needs."""
    for path in (*default_readable(), *policy.readable):
        _allow(ruleset, path, _READ & handled)
    _allow(ruleset, "/dev/null", (_READ | _WRITE_FILE | _TRUNCATE) & handled)
    for path in policy.devices:
        _allow(ruleset, path, (_READ | _WRITE_FILE | _IOCTL_DEV) & handled)
    if policy.writable is not None:
        _allow(ruleset, policy.writable, _KEEP_FILES & handled)


def _allow(ruleset: int, path: str, rights: int) -> None:
    """Allow these rights on a file, or on all that lies beneath a folder; a path that is not there needs no rule."""
    try:
        descriptor = os.open(path, os.O_PATH | os.O_CLOEXEC)
    except (FileNotFoundError, PermissionError):
        return
    try:
        if not stat.S_ISDIR(os.fstat(descriptor).st_mode):
            rights &= ~_ONLY_FOR_FOLDERS
        rule = struct.pack("=Qi", rights, descriptor)
        libc.syscall(_ADD_RULE, ruleset, _PATH_BENEATH, ctypes.c_char_p(rule), 0)
    finally:
        os.close(descriptor)


def _verified(abi: int) -> State:
    """Try the root folder, which no policy should show."""
    try:
        os.close(os.open("/", os.O_RDONLY | os.O_CLOEXEC))
    except PermissionError:
        missing = [what for since, what in _ADDED_BY.items() if since > abi]
        return (
            weaker(NAME, f"ABI {abi}, which leaves {', '.join(missing)} to seccomp")
            if missing
            else held(NAME, f"ABI {abi}")
        )
    return weaker(NAME, f"ABI {abi}, but the root folder is readable")

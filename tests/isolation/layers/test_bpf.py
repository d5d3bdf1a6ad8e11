"""The filter, run by a small interpreter: for both machines, whichever this one is."""

from __future__ import annotations

import errno
import struct

import pytest

from torchgrade.isolation.layers import bpf, seccomp, syscalls

ARCHITECTURE = {"x86_64": 0xC000003E, "aarch64": 0xC00000B7}
DENIED = bpf.refuse(errno.EPERM)
PID = 4242


def verdict(code: bytes, machine: str, number: int, *arguments: int) -> int:
    """What the kernel would answer."""
    lines = list(struct.iter_unpack("=HBBI", code))
    wide = [value & 0xFFFFFFFFFFFFFFFF for value in (*arguments, *[0] * 6)][:6]
    data = struct.pack("<IIQ6Q", number, ARCHITECTURE[machine], 0, *wide)
    loaded, place = 0, 0
    while True:
        operation, yes, no, value = lines[place]
        place += 1
        if operation == 0x20:
            loaded = struct.unpack_from("<I", data, value)[0]
        elif operation == 0x06:
            return value
        elif operation == 0x05:
            place += value
        else:
            holds = {0x15: loaded == value, 0x35: loaded >= value, 0x45: bool(loaded & value)}[operation]
            place += yes if holds else no


@pytest.fixture(params=syscalls.MACHINES)
def ask(request):
    """Ask the filter by the call's name."""
    code = seccomp.program(request.param, False, PID)

    def about(name: str, *arguments: int) -> int:
        return verdict(code, request.param, syscalls.number(name, request.param), *arguments)

    return about


@pytest.mark.parametrize("machine", syscalls.MACHINES)
def test_every_denied_call_is_denied_and_ordinary_ones_pass(machine):
    code = seccomp.program(machine, False, PID)
    groups = ("PROGRAMS", "SOCKETS", "UNCOUNTED", "FILES", "OTHERS", "KERNEL")
    listed = {number for group in groups for number in syscalls.numbers(getattr(syscalls, group), machine)}
    examined = set(syscalls.numbers(syscalls.EXAMINED, machine))
    for number in range(500):
        if number not in examined:
            expected = DENIED if number in listed else bpf.ALLOW
            assert verdict(code, machine, number) == expected, number


@pytest.mark.parametrize("machine", syscalls.MACHINES)
def test_another_architecture_ends_the_process(machine):
    code = seccomp.program(machine, False, PID)
    other = next(name for name in syscalls.MACHINES if name != machine)
    assert verdict(code, other, 0) == bpf.KILL_PROCESS


def test_the_second_table_of_x86_64_ends_the_process():
    code = seccomp.program("x86_64", False, PID)
    assert verdict(code, "x86_64", 0x40000000 | 59) == bpf.KILL_PROCESS
    assert verdict(code, "x86_64", 0xFFFFFFFF) == bpf.KILL_PROCESS


def test_threads_are_allowed_and_processes_are_not(ask):
    thread, process = 0x3D0F00, 0x1200011
    assert ask("clone", thread) == bpf.ALLOW
    assert ask("clone", process) == DENIED
    assert ask("clone", 0x4111) == DENIED  # vfork
    assert ask("clone3") == bpf.refuse(errno.ENOSYS)


@pytest.mark.parametrize("name", ["kill", "tgkill", "rt_sigqueueinfo", "rt_tgsigqueueinfo"])
def test_signals_go_to_oneself_only(ask, name):
    assert ask(name, PID) == bpf.ALLOW
    # The upper half of the register is not part of a pid: the kernel does not look at it either.
    assert ask(name, PID | 7 << 32) == bpf.ALLOW
    assert [ask(name, pid) for pid in (1, 0, -1, -PID, PID + 1)] == [DENIED] * 5


@pytest.mark.parametrize("name", ["prlimit64", "sched_setaffinity", "sched_setscheduler", "sched_setattr"])
def test_limits_and_scheduling_of_others_cannot_be_touched(ask, name):
    assert [ask(name, 0), ask(name, PID)] == [bpf.ALLOW] * 2
    assert [ask(name, 1), ask(name, PID + 1)] == [DENIED] * 2


def test_what_other_layers_have_set_cannot_be_undone(ask):
    set_name, get_dumpable = 15, 3
    assert [ask("prctl", option) for option in (set_name, get_dumpable)] == [bpf.ALLOW] * 2
    assert [ask("prctl", option) for option in (1, 4, 35, 0x59616D61)] == [DENIED] * 4


def test_no_signal_by_way_of_a_descriptors_owner(ask):
    assert [ask("fcntl", 3, command) for command in (1, 3, 4)] == [bpf.ALLOW] * 3
    assert [ask("fcntl", 3, command) for command in (8, 10, 15)] == [DENIED] * 3
    assert ask("ioctl", 3, 0x5401) == bpf.ALLOW
    assert [ask("ioctl", 3, command) for command in (0x8901, 0x8902, 0x5412, 1 << 32 | 0x5412)] == [DENIED] * 4


@pytest.mark.parametrize("machine", syscalls.MACHINES)
def test_a_policy_with_network_denies_no_socket_and_all_else(machine):
    code = seccomp.program(machine, True, PID)
    socket, execve = syscalls.SOCKETS["socket"], syscalls.PROGRAMS["execve"]
    column = syscalls.MACHINES.index(machine)
    assert verdict(code, machine, socket[column]) == bpf.ALLOW
    assert verdict(code, machine, execve[column]) == DENIED


def test_a_long_list_needs_more_than_one_jump():
    code = bpf.assemble([*bpf.prologue(ARCHITECTURE["x86_64"]), *bpf.always(range(600), DENIED)])
    assert {verdict(code, "x86_64", number) for number in range(600)} == {DENIED}
    assert verdict(code, "x86_64", 600) == bpf.ALLOW

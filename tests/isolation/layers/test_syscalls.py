from __future__ import annotations

import re
from pathlib import Path

import pytest

from torchgrade.isolation.layers import syscalls

HEADERS = {
    "x86_64": ("/usr/include/x86_64-linux-gnu/asm/unistd_64.h", "/usr/include/asm/unistd_64.h"),
    "aarch64": ("/usr/include/asm-generic/unistd.h",),
}
GROUPS = ("PROGRAMS", "SOCKETS", "UNCOUNTED", "FILES", "OTHERS", "KERNEL", "EXAMINED", "PLUMBING")


@pytest.mark.parametrize("machine", syscalls.MACHINES)
def test_the_numbers_are_those_of_the_kernels_headers(machine):
    header = next((Path(place) for place in HEADERS[machine] if Path(place).exists()), None)
    if header is None:
        pytest.skip("this system has no kernel headers")
    theirs = dict(re.findall(r"#define __NR(?:3264)?_(\w+)\s+(\d+)", header.read_text()))
    column = syscalls.MACHINES.index(machine)
    ours = {name: pair[column] for group in GROUPS for name, pair in getattr(syscalls, group).items()}
    wrong = {name: number for name, number in ours.items() if name in theirs and int(theirs[name]) != number}
    assert wrong == {}
    newer_than_headers = {name for name, number in ours.items() if number is not None and name not in theirs}
    assert all((ours[name] or 0) > 424 for name in newer_than_headers), newer_than_headers


def test_a_call_is_in_one_group_only():
    names = [name for group in GROUPS for name in getattr(syscalls, group)]
    assert len(names) == len(set(names))


@pytest.mark.parametrize("machine", syscalls.MACHINES)
def test_two_calls_never_share_a_number(machine):
    numbers = [number for group in GROUPS for number in syscalls.numbers(getattr(syscalls, group), machine)]
    assert len(numbers) == len(set(numbers))

"""A very small assembler for the seccomp filters of the kernel: classic BPF over a system call's number and arguments.

Every block ends in a verdict or falls through with the call's number still loaded.
"""

from __future__ import annotations

import struct
from collections.abc import Iterable

Instruction = tuple[int, int, int, int]

ALLOW = 0x7FFF0000
KILL_PROCESS = 0x80000000

_LOAD, _JUMP, _JUMP_EQUAL, _JUMP_GREATER_EQUAL, _JUMP_ANY_BIT, _RETURN = 0x20, 0x05, 0x15, 0x35, 0x45, 0x06
_NUMBER, _ARCHITECTURE, _ARGUMENTS = 0, 4, 16
_LONGEST_JUMP = 255  # a jump is one byte
_X32_BIT = 0x40000000


def refuse(error: int) -> int:
    """The verdict that lets the call fail with this errno."""
    return 0x00050000 | error


def prologue(architecture: int) -> list[Instruction]:
    """End the process if it calls through another architecture, where the same numbers mean other calls."""
    return [
        (_LOAD, 0, 0, _ARCHITECTURE),
        (_JUMP_EQUAL, 1, 0, architecture),
        (_RETURN, 0, 0, KILL_PROCESS),
        (_LOAD, 0, 0, _NUMBER),
        (_JUMP_GREATER_EQUAL, 0, 1, _X32_BIT),
        (_RETURN, 0, 0, KILL_PROCESS),
    ]


def always(numbers: Iterable[int], verdict: int) -> list[Instruction]:
    """The same verdict for each of these calls."""
    every = list(numbers)
    chunks = [every[start : start + _LONGEST_JUMP] for start in range(0, len(every), _LONGEST_JUMP)]
    return [line for chunk in chunks for line in _any_of(chunk, verdict)]


def if_argument_is(number: int, argument: int, values: Iterable[int], then: int, otherwise: int) -> list[Instruction]:
    """One verdict for a call whose argument is one of these values, another one for all else.

    Only the low 32 bits count, as the kernel takes pids, commands and options as 32-bit numbers too.
    """
    tests = always((value & 0xFFFFFFFF for value in values), then)
    return _for_call(number, argument, [*tests, (_RETURN, 0, 0, otherwise)])


def if_argument_has(number: int, argument: int, bits: int, then: int, otherwise: int) -> list[Instruction]:
    """One verdict for a call whose argument has any of these bits set, another one for all else."""
    return _for_call(number, argument, [(_JUMP_ANY_BIT, 0, 1, bits), (_RETURN, 0, 0, then), (_RETURN, 0, 0, otherwise)])


def packed(lines: list[Instruction]) -> bytes:
    """Blocks as the kernel reads them."""
    return struct.pack("=" + "HBBI" * len(lines), *(field for line in lines for field in line))


def assemble(lines: list[Instruction]) -> bytes:
    """The program as the kernel reads it, or its end, allowing whatever no block has judged."""
    return packed([*lines, (_RETURN, 0, 0, ALLOW)])


def _any_of(values: list[int], verdict: int) -> list[Instruction]:
    """One verdict, to which each of the values jumps; all else jumps over it."""
    tests = [(_JUMP_EQUAL, len(values) - index, 0, value) for index, value in enumerate(values)]
    return [*tests, (_JUMP, 0, 0, 1), (_RETURN, 0, 0, verdict)]


def _for_call(number: int, argument: int, body: list[Instruction]) -> list[Instruction]:
    """Run the body, which must end in a verdict, with the low half of an argument loaded (little-endian machines)."""
    return [(_JUMP_EQUAL, 0, len(body) + 1, number), (_LOAD, 0, 0, _ARGUMENTS + 8 * argument), *body]

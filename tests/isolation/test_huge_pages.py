"""Only a process's own memory is brought together, and what lies in it stays as it is."""

from __future__ import annotations

import mmap
import sys

import pytest

from torchgrade.isolation import huge_pages
from torchgrade.isolation.huge_pages import use_huge_pages

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="needs Linux")

MAPS = """\
55d000000000-55d000500000 rw-p 00000000 00:00 0                          [heap]
7f0000100000-7f0000800000 rw-p 00000000 00:00 0
7f0010000000-7f0010100000 rw-p 00000000 00:00 0
7f0020000000-7f0020800000 r--p 00000000 00:00 0
7f0030000000-7f0030800000 rw-s 00000000 00:01 1                          /dev/zero (deleted)
7f0040000000-7f0040800000 rw-p 00000000 fd:00 9                          /usr/lib/a library.so
7ffc00000000-7ffc00800000 rw-p 00000000 00:00 0                          [stack]
"""


def test_whole_pages_of_memory_that_is_no_files_and_no_stack_are_taken():
    assert list(huge_pages._own_memory(MAPS)) == [
        (0x55D000000000, 0x55D000400000),
        (0x7F0000200000, 0x7F0000800000),
    ]


def test_what_lies_in_memory_stays():
    memory = mmap.mmap(-1, 8 << 20)
    memory[:] = bytes(range(256)) * (len(memory) // 256)
    use_huge_pages()
    assert memory[:] == bytes(range(256)) * (len(memory) // 256)


@pytest.mark.parametrize("setting", ["always madvise [never]\n", None])
def test_nothing_is_asked_where_the_machine_has_them_off_or_knows_none(monkeypatch, tmp_path, setting):
    file = tmp_path / "enabled"
    if setting:
        file.write_text(setting)
    monkeypatch.setattr(huge_pages, "_SETTING", str(file))
    monkeypatch.setattr(huge_pages, "_collapse", lambda start, end: pytest.fail("asked"))
    assert use_huge_pages() == 0


def test_a_kernel_that_refuses_is_left_alone(monkeypatch):
    monkeypatch.setattr(huge_pages, "_allowed", lambda: True)
    monkeypatch.setattr(huge_pages, "_COLLAPSE", 12345)
    assert use_huge_pages() == 0

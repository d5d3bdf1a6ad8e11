from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from torchgrade.isolation.layers.readable import default_readable

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="needs Linux")


def covered(path: str) -> bool:
    real = os.path.realpath(path)
    folders = [os.path.realpath(folder) for folder in default_readable()]
    return any(real == folder or real.startswith(folder + os.sep) for folder in folders)


@pytest.mark.parametrize("module", ["os", "encodings", "_ctypes", "torch", "numpy"])
def test_what_is_imported_lies_in_it(module):
    assert covered(str(__import__(module).__file__))


@pytest.mark.parametrize("path", ["/", "/etc/passwd", "/home", "/root", "/tmp", "/proc/1", "/usr/src", "/dev/shm"])
def test_nothing_of_other_people_lies_in_it(path):
    assert not covered(path)


def test_no_virtual_environment_or_project_as_a_whole():
    assert not covered(sys.prefix)
    assert not covered(str(Path(__file__)))


def test_all_of_it_exists():
    assert [path for path in default_readable() if not os.path.exists(path)] == []

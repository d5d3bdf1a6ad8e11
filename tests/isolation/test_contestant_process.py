"""What a contestant's process holds and can do: what asking needs, and nothing that a learner's code should find."""

from __future__ import annotations

import sys

import pytest

from torchgrade.isolation.limits import Limits
from torchgrade.isolation.process import KEPT_VARIABLES

from .conftest import SECRET, loaded_and_asked

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the zygote needs Linux")


def test_a_contestants_process_holds_only_what_asking_needs(answer_in):
    source = "import sys\ndef f():\n    return sorted(m for m in sys.modules if m.startswith('torchgrade'))\n"
    names = {name.removeprefix("torchgrade.") for name in loaded_and_asked(answer_in(source)).value}
    isolation = {name.removeprefix("isolation.") for name in names if name.startswith("isolation.")}
    assert names - {f"isolation.{name}" for name in isolation} == {
        "torchgrade",
        "data",
        "data.torchvision_repair",
        "isolation",
    }
    assert {name for name in isolation if name.partition(".")[0] != "layers"} == {
        "answer",
        "contestant",
        "decoding",
        "encoding",
        "failures",
        "forbidden",
        "gpu",
        "huge_pages",
        "loading",
        "observe",
        "output",
        "plain",
        "precision",
        "steady",
        "strays",
        "structures",
        "transfers",
        "warm_up",
        "wire",
        "wire_format",
        "zygote",
    }


def test_a_contestant_finds_no_graders_solutions_or_tests(answer_in):
    source = (
        "import importlib.util, os, sys\n"
        "def f():\n"
        "    folders = ('graders', 'solutions', 'exercises', 'tests', 'examples')\n"
        "    beside = [n for p in sys.path for n in folders if os.path.isdir(os.path.join(p, n)) and 'site' not in p]\n"
        "    found = [n for n in folders if n != 'tests' and importlib.util.find_spec(n)]\n"
        "    return beside, found, os.getcwd(), sys.argv[0]\n"
    )
    assert loaded_and_asked(answer_in(source)).value == ([], [], "/", "-c")


def test_a_contestants_environment_is_a_short_list(answer_in, monkeypatch):
    monkeypatch.setenv(SECRET, "later")
    source = "import os\ndef f():\n    return sorted(os.environ), open('/proc/self/environ').read()\n"
    names, block = loaded_and_asked(answer_in(source)).value
    assert set(names) <= {
        *KEPT_VARIABLES,
        *("OMP_NUM_THREADS", "MKL_NUM_THREADS", "OPENBLAS_NUM_THREADS"),
        *("PYTHONHASHSEED", "PYTORCH_NVML_BASED_CUDA_CHECK", "CUBLAS_WORKSPACE_CONFIG", "CUDA_CACHE_DISABLE", "HOME"),
        "GLIBC_TUNABLES",
        *("LC_CTYPE", "KMP_DUPLICATE_LIB_OK", "KMP_INIT_AT_FORK", "TORCHINDUCTOR_CACHE_DIR"),
    }
    assert SECRET not in block


def test_a_contestant_holds_no_descriptors_but_its_own(answer_in):
    source = (
        "import os\ndef f():\n    return sorted(os.readlink(f'/proc/self/fd/{n}').partition(':')[0] for n in D())\n"
    )
    source += "def D():\n    return [n for n in os.listdir('/proc/self/fd') if os.path.exists(f'/proc/self/fd/{n}')]\n"
    assert loaded_and_asked(answer_in(source)).value == ["/dev/null", "pipe", "pipe", "pipe", "pipe"]


def test_torchvision_works_in_a_contestant(answer_in):
    pytest.importorskip("importlib.metadata").distribution("torchvision")
    source = (
        "def f():\n    import torchvision\n    from torchvision import transforms\n    import torch\n"
        "    return transforms.Normalize([0.5], [0.5])(torch.ones(1, 2, 2))\n"
    )
    answer = answer_in(source)
    answer.room.limits = Limits(call_s=30)
    assert loaded_and_asked(answer).value.flatten().tolist() == [1, 1, 1, 1]

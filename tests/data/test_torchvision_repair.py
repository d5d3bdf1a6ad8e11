from __future__ import annotations

from pathlib import Path

import pytest

# Stands for a torchvision whose library is no use: its import asks for operators that nobody declared.
BROKEN = """
import torch
for name in ("nms", "qnms"):
    torch.library.register_fake("torchvision::" + name)(lambda dets, scores, iou_threshold: dets)
"""
DECLARED = "print(hasattr(torch.ops.torchvision, 'nms'))"


@pytest.fixture
def torchvision_in(tmp_path):
    """Makes a torchvision of these lines, with a library that loads or with one that does not."""

    def make(source: str, healthy: bool) -> Path:
        import torch

        package = tmp_path / "torchvision"
        package.mkdir()
        (package / "__init__.py").write_text(source)
        library = package / "_C.so"
        if healthy:
            library.symlink_to(torch._C.__file__)
        else:
            library.write_bytes(b"built for another torch")
        return tmp_path

    return make


def test_the_real_torchvision_reads_the_shipped_digits_after_the_repair(run_python, tmp_path):
    done = run_python(f"""
from pathlib import Path
from torchgrade.data.shipped import unpack
from torchgrade.data.torchvision_repair import ensure_importable
unpack(Path({str(tmp_path)!r}))
ensure_importable()
import torchvision
print(len(torchvision.datasets.MNIST({str(tmp_path)!r}, train=False)))
""")
    assert done.stdout.split() == ["1000"], done.stderr


def test_the_real_torchvision_imports_on_demand(run_python):
    done = run_python("""
from torchgrade.data.torchvision_repair import install_on_demand
install_on_demand()
from torchvision import transforms
print(transforms.CenterCrop(2).size)
""")
    assert done.stdout.strip() == "(2, 2)", done.stderr


def test_without_repair_a_mismatched_torchvision_dies(run_python, torchvision_in):
    done = run_python("import torchvision", path=(torchvision_in(BROKEN, healthy=False),))
    assert "operator torchvision::nms does not exist" in done.stderr


def test_after_repair_a_mismatched_torchvision_imports(run_python, torchvision_in):
    done = run_python(
        "from torchgrade.data.torchvision_repair import ensure_importable\n"
        "ensure_importable(); ensure_importable()\n"
        "import torch, gc; gc.collect(); import torchvision\n" + DECLARED,
        path=(torchvision_in(BROKEN, healthy=False),),
    )
    assert done.stdout.strip() == "True", done.stderr


def test_a_healthy_torchvision_is_left_alone(run_python, torchvision_in):
    done = run_python(
        "from torchgrade.data.torchvision_repair import ensure_importable\n"
        "ensure_importable()\nimport torch, torchvision\n" + DECLARED,
        path=(torchvision_in("", healthy=True),),
    )
    assert done.stdout.strip() == "False", done.stderr


def test_an_imported_torchvision_is_left_alone(run_python, torchvision_in):
    done = run_python(
        "import torchvision\nfrom torchgrade.data.torchvision_repair import ensure_importable, install_on_demand\n"
        "ensure_importable(); install_on_demand()\n"
        "import sys; print('torch' in sys.modules, any('torchgrade' in type(f).__module__ for f in sys.meta_path))",
        path=(torchvision_in("", healthy=False),),
    )
    assert done.stdout.strip() == "False False", done.stderr


def test_an_absent_torchvision_is_no_concern(run_python):
    done = run_python("""
import torch
from torchgrade.data import torchvision_repair as repair
real = repair.find_spec
repair.find_spec = lambda name: None if name == "torchvision" else real(name)
repair.ensure_importable()
print(hasattr(torch.ops.torchvision, 'nms'))
""")
    assert done.stdout.strip() == "False", done.stderr


def test_on_demand_waits_for_torchvision_and_then_goes_away(run_python, torchvision_in):
    done = run_python(
        """
import sys
before = list(sys.meta_path)
from torchgrade.data.torchvision_repair import install_on_demand
install_on_demand(); install_on_demand()
import json, wave
print(len(sys.meta_path) - len(before), 'torch' in sys.modules)
import torchvision
print(sys.meta_path == before, hasattr(torchvision.torch.ops.torchvision, 'qnms'))
""",
        path=(torchvision_in(BROKEN, healthy=False),),
    )
    assert done.stdout.split("\n")[:2] == ["1 False", "True True"], done.stderr

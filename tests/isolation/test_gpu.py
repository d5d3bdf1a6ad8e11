"""What a contestant with a GPU needs of its host, as far as it can be seen without one."""

from __future__ import annotations

import pytest
import torch

from torchgrade.errors import BadInput
from torchgrade.isolation import gpu
from torchgrade.isolation.contestant import Contestant
from torchgrade.isolation.layers import Policy
from torchgrade.isolation.layers.state import held
from torchgrade.isolation.limits import Limits
from torchgrade.isolation.mode import Isolation
from torchgrade.isolation.spawn import Spawner

MAPS = """\
7f0a00000000-7f0a00001000 r-xp 00000000 08:01 11 /usr/local/nvidia/lib64/libcuda.so.580.65.06
7f0a10000000-7f0a10001000 r-xp 00000000 08:01 12 /opt/env/nvidia/cudnn/lib/libcudnn_graph.so.9
7f0a20000000-7f0a20001000 r-xp 00000000 08:01 13 /opt/env/nvidia/cudnn/lib/libcudnn_ops.so.9
7f0a30000000-7f0a30001000 r--p 00000000 08:01 14 /home/teacher/hidden/solutions.py
7f0a40000000-7f0a40001000 rw-p 00000000 00:00 0  [heap]
"""


def test_the_driver_s_devices_and_the_folders_of_its_libraries_stay_open_and_nothing_else(tmp_path):
    for name in ("nvidia0", "nvidiactl", "nvidia-uvm", "sda"):
        (tmp_path / name).touch()
    (tmp_path / "maps").write_text(MAPS)
    policy = gpu.with_gpu(Policy(readable=("/a",)), tmp_path, tmp_path / "maps")
    assert [path.rpartition("/")[2] for path in policy.devices] == ["nvidia-uvm", "nvidia0", "nvidiactl"]
    assert policy.readable[0] == "/a"
    assert policy.readable[-2:] == ("/opt/env/nvidia/cudnn/lib", "/usr/local/nvidia/lib64")
    assert not any("teacher" in path for path in policy.readable)


def test_where_no_process_lists_its_files_the_policy_has_no_folders_of_libraries(tmp_path):
    assert gpu.with_gpu(Policy(), tmp_path, tmp_path / "maps").devices == ()


@pytest.mark.parametrize("devices", [("cpu",), ("cpu", "cuda")])
def test_only_a_contestant_with_a_gpu_gets_the_driver_s_files(monkeypatch, devices):
    given = []
    monkeypatch.setattr(
        "torchgrade.isolation.contestant.confine",
        lambda policy, wanted, keep_fds: given.append((policy, keep_fds)) or (held("landlock", ""),),
    )
    monkeypatch.setattr("torchgrade.isolation.contestant.with_gpu", lambda policy: "with a GPU")
    reply = Contestant([3, 4]).handle(Isolation().message(Limits().on(devices)))
    assert reply == {"layers": [["landlock", "held", ""]]}
    assert (given[0][0] == "with a GPU", given[0][1]) == ("cuda" in devices, [3, 4])


def test_a_gpu_draws_from_the_question_s_seed_and_the_cpu_is_left_alone(monkeypatch):
    seeds = []
    monkeypatch.setattr(torch.cuda, "manual_seed_all", seeds.append)
    gpu.seed_gpu("cpu", 1)
    gpu.seed_gpu("cuda", 2)
    gpu.seed_gpu("cuda:0", 3)
    assert seeds == [2, 3]


@pytest.mark.skipif(torch.cuda.is_available(), reason="needs a machine without CUDA")
def test_a_contestant_that_does_not_see_the_gpu_is_our_fault_and_says_where_to_look():
    spawner = Spawner(compiler=False, ahead=0, gpu=True)
    with pytest.raises(BadInput, match=r"^--device cuda: .*finds no CUDA device.*CUDA_VISIBLE_DEVICES"):
        spawner.start(Limits())

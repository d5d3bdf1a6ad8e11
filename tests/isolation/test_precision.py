"""On CUDA every product is a whole float32's, and what the machine had set comes back."""

from __future__ import annotations

import pytest
import torch

from torchgrade.isolation import precision
from torchgrade.isolation.precision import whole_precision


def settings() -> list[object]:
    return [getattr(home, name) for home, name, _ in precision._settings()]


@pytest.mark.parametrize("device", ["cpu", "meta"])
def test_other_devices_are_left_alone(device):
    before = settings()
    with whole_precision(device):
        assert settings() == before


def test_cuda_gets_whole_float32_and_fixed_algorithms_and_loses_them_afterwards(monkeypatch):
    monkeypatch.setattr(torch.backends.cudnn, "benchmark", True)
    before = settings()
    with whole_precision("cuda:0"):
        assert settings() == [value for _, _, value in precision._settings()]
    assert settings() == before
    assert torch.backends.cudnn.benchmark is True


def test_an_older_torch_has_older_switches(monkeypatch):
    class Old:
        allow_tf32 = True

    monkeypatch.setattr(torch.backends.cuda, "matmul", Old())
    names = [name for _, name, _ in precision._settings()]
    assert names == ["benchmark", "deterministic", "allow_tf32", "allow_tf32"]

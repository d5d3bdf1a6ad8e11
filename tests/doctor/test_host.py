"""What the host has."""

from __future__ import annotations

import sys

import torch

from torchgrade.doctor import host


def test_everything_that_torchgrade_uses_is_there_once():
    assert [fact.name for fact in host.facts()] == ["Python", "torch", "CUDA", "data", "nbgrader", "cluster"]


def test_python_and_torch_are_those_that_run():
    assert sys.executable in host.python().state
    assert torch.__version__ in host.torch_().state


def test_cuda_is_not_initialised():
    host.cuda()
    assert not torch.cuda.is_initialized()


def test_damaged_digits_are_named(monkeypatch):
    assert host.data() == host.Fact("data", "the shipped MNIST digits are whole")
    monkeypatch.setitem(host.CHECKSUMS, "train-labels-idx1-ubyte", "0")
    assert host.data().state == "damaged or missing: train-labels-idx1-ubyte"


def test_a_missing_extra_says_how_to_install_it(monkeypatch):
    def missing(name):
        raise host.PackageNotFoundError(name)

    monkeypatch.setattr(host, "version", missing)
    assert host.cluster() == host.Fact("cluster", "distributed is not installed", "pip install 'dask[distributed]'")


def test_an_extra_that_is_there_shows_its_version(monkeypatch):
    monkeypatch.setattr(host, "version", lambda name: "1.2")
    assert host.nbgrader() == host.Fact("nbgrader", "nbgrader 1.2")

"""What this host has of everything that torchgrade uses, without starting any of it."""

from __future__ import annotations

import gzip
import hashlib
import platform
import sys
from importlib.metadata import PackageNotFoundError, version
from typing import NamedTuple

from torchgrade.data.shipped import CHECKSUMS, PACKED
from torchgrade.devices import cuda_is_there


class Fact(NamedTuple):
    """One thing, how it stands, and what mends it if something does."""

    name: str
    state: str
    remedy: str = ""


def facts() -> list[Fact]:
    """Everything, in the order in which it is needed."""
    return [python(), torch_(), cuda(), data(), nbgrader(), cluster()]


def python() -> Fact:
    """The interpreter."""
    return Fact("Python", f"{platform.python_version()} on {platform.system()} {platform.machine()}, {sys.executable}")


def torch_() -> Fact:
    """The installed torch, and what it was built for."""
    import torch

    return Fact("torch", f"{torch.__version__}, {f'built for CUDA {torch.version.cuda}' if _cuda() else 'CPU only'}")


def _cuda() -> bool:
    import torch

    return torch.version.cuda is not None


def cuda() -> Fact:
    """Whether there is a device, asked through the driver's library so that later forks stay possible."""
    if cuda_is_there():
        return Fact("CUDA", "a device is there")
    remedy = "" if _cuda() else "to use a GPU, install a CUDA build of torch"
    return Fact("CUDA", "no device: CUDA cases are not run, and cost no points", remedy)


def data() -> Fact:
    """The shipped digits, compared with their checksums."""
    damaged = [name for name, checksum in CHECKSUMS.items() if _checksum(name) != checksum]
    if damaged:
        return Fact("data", f"damaged or missing: {', '.join(damaged)}", "install torchgrade again")
    return Fact("data", "the shipped MNIST digits are whole")


def _checksum(name: str) -> str:
    try:
        return hashlib.sha256(gzip.decompress((PACKED / f"{name}.gz").read_bytes())).hexdigest()
    except (OSError, EOFError, gzip.BadGzipFile):
        return ""


def nbgrader() -> Fact:
    """For notebooks and nbgrader's gradebook."""
    return _extra("nbgrader", "nbgrader", "pip install 'torchgrade[nbgrader]'")


def cluster() -> Fact:
    """For grading on more than one machine."""
    return _extra("cluster", "distributed", "pip install 'dask[distributed]'")


def _extra(name: str, package: str, remedy: str) -> Fact:
    try:
        return Fact(name, f"{package} {version(package)}")
    except PackageNotFoundError:
        return Fact(name, f"{package} is not installed", remedy)

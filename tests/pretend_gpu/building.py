"""Compiles the pretended GPU against this torch, and makes a venv in which every Python has it."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path

import torch
from torch.utils.cpp_extension import include_paths

HERE = Path(__file__).resolve().parent
BUILT = HERE.parents[1] / "build" / "pretend_gpu"
SOURCES = ("device.h", "stand_ins.h", "operations.cpp", "torch_cuda.py", "building.py")
# What its sources were written against: torch's inner parts change from version to version.
TORCH = "2.13."


def why_not() -> str:
    """Why no GPU can be pretended here; "" where one can."""
    if sys.platform != "linux" or shutil.which("g++") is None:
        return "needs Linux and g++"
    if not torch.__version__.startswith(TORCH) or torch.version.cuda is not None:
        return f"needs torch {TORCH}x without CUDA"
    if not (Path(sysconfig.get_paths()["include"]) / "Python.h").exists():
        return "needs Python's headers"
    return ""


def pretended_venv() -> Path:
    """The folder of the venv's commands (python, pytest, torchgrade); compiled once for all runs."""
    import fcntl  # which Windows has not

    digest = hashlib.sha256(f"{sys.prefix} {torch.__version__} {sys.version}".encode())
    for name in SOURCES:
        digest.update((HERE / name).read_bytes())
    home = BUILT / digest.hexdigest()[:16]
    BUILT.mkdir(parents=True, exist_ok=True)
    with (BUILT / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (home / "done").exists():
            shutil.rmtree(home, ignore_errors=True)
            _make(home)
            (home / "done").touch()
    return home / "bin"


def _make(home: Path) -> None:
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", home], check=True)
    packages = Path(sysconfig.get_path("purelib", vars={"base": str(home)}))
    _compile(packages / "pretended_gpu.so")
    shutil.copy(HERE / "torch_cuda.py", packages / "pretended_torch_cuda.py")
    own = sysconfig.get_path("purelib")
    (packages / "a_packages.pth").write_text(f"import site; site.addsitedir({own!r})\n", encoding="utf-8")
    # As CUDA does, it hides where no device is visible.
    load = "import os; os.environ.get('CUDA_VISIBLE_DEVICES') == '' or __import__('pretended_torch_cuda')\n"
    (packages / "b_gpu.pth").write_text(load, encoding="utf-8")
    for command in ("pytest", "torchgrade"):
        _, _, rest = (Path(sys.executable).parent / command).read_text(encoding="utf-8").partition("\n")
        (home / "bin" / command).write_text(f"#!{home / 'bin' / 'python'}\n{rest}", encoding="utf-8")
        (home / "bin" / command).chmod(0o755)


def _compile(target: Path) -> None:
    libraries = Path(torch.__file__).parent / "lib"
    places = [*include_paths(), sysconfig.get_paths()["include"]]
    subprocess.run(
        [
            *("g++", "-std=c++20", "-O1", "-shared", "-fPIC", "-DTORCH_EXTENSION_NAME=pretended_gpu"),
            f"-D_GLIBCXX_USE_CXX11_ABI={int(torch._C._GLIBCXX_USE_CXX11_ABI)}",
            *(f"-isystem{place}" for place in places),
            *("-Wall", "-Werror", os.fspath(HERE / "operations.cpp"), "-o", os.fspath(target)),
            *(f"-L{libraries}", f"-Wl,-rpath,{libraries}", "-ltorch", "-ltorch_cpu", "-lc10", "-ltorch_python"),
        ],
        check=True,
    )

"""Make torchvision importable where its compiled part does not fit the installed torch.

A torchvision built for CUDA cannot load its library beside a torch built for the CPU. It goes on without, until it
describes two operators that only that library declares, and dies with "operator torchvision::nms does not exist".
Declaring them first is enough for datasets, transforms and models; the operators themselves stay unusable, and
torchvision says so when one is called.

Only the standard library and torch are imported here, because a learner's process uses this module too.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from importlib.abc import MetaPathFinder
from importlib.machinery import EXTENSION_SUFFIXES, ExtensionFileLoader, FileFinder, ModuleSpec
from importlib.util import find_spec
from pathlib import Path
from types import ModuleType
from typing import Any

_ARGUMENTS = "(Tensor dets, Tensor scores, float iou_threshold) -> Tensor"
_OPERATORS = ("nms", "qnms")

# torch forgets a declaration together with the object that made it.
_kept_alive: list[Any] = []


def ensure_importable() -> None:
    """Declare the operators that torchvision's import needs, if torchvision is there and its own library is no use."""
    if "torchvision" in sys.modules or _kept_alive or find_spec("torch") is None:
        return
    spec = find_spec("torchvision")
    if spec is None or not spec.submodule_search_locations:
        return
    if not _library_loads(Path(spec.submodule_search_locations[0])):
        _declare_operators()


def install_on_demand() -> None:
    """Repair torchvision when something first asks for it, and cost nothing until then."""
    if "torchvision" not in sys.modules and not any(isinstance(finder, _Watcher) for finder in sys.meta_path):
        sys.meta_path.insert(0, _Watcher())


class _Watcher(MetaPathFinder):
    """Finds nothing itself: it sees torchvision asked for, repairs, and takes itself out of the way."""

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        if fullname == "torchvision" and self in sys.meta_path:
            sys.meta_path.remove(self)
            ensure_importable()
        return None


def _library_loads(package: Path) -> bool:
    """Whether torchvision's library can be loaded: it does the same first, so a healthy one is loaded only once."""
    import torch

    finder = FileFinder(str(package), (ExtensionFileLoader, EXTENSION_SUFFIXES))
    spec = finder.find_spec("_C")
    if spec is None or spec.origin is None:
        return False
    try:
        torch.ops.load_library(spec.origin)
    except (ImportError, OSError):
        return False
    return True


def _declare_operators() -> None:
    from torch.library import Library

    library = Library("torchvision", "FRAGMENT")
    for name in _OPERATORS:
        library.define(name + _ARGUMENTS)
    _kept_alive.append(library)

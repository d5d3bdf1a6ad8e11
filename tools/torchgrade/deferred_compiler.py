"""torch's compiler left out of a run until something really needs it.

Making an optimizer, a step of it, and many an operation on the meta device import `torch._dynamo` for one reason: to
tell it to keep out of a function. That takes a second and more, in a run that compiles nothing.
"""

from __future__ import annotations

import importlib
import sys
from types import ModuleType
from typing import Any

_NAME = "torch._dynamo"


class _StandIn(ModuleType):
    """Has the two functions that are called where nothing is compiled; asked for more, it makes room for the module."""

    def disable(self, fn: Any = None, *args: Any, **options: Any) -> Any:
        """The function as it is: nothing compiles it."""
        return _real().disable(fn, *args, **options) if fn is None else fn

    def graph_break(self, msg: str = "") -> None:
        """Nothing: there is no graph."""

    def __getattr__(self, name: str) -> Any:
        return getattr(_real(), name)


def defer_compiler() -> None:
    """Leave the compiler out from now on, if it is not there already."""
    import torch

    if _NAME not in sys.modules:
        stand_in = _StandIn(_NAME, "Stands where torch's compiler will be when it is needed.")
        stand_in.__file__ = None  # which inspect, pytest and others ask of every module that there is
        sys.modules[_NAME] = stand_in
        torch._dynamo = stand_in


def _real() -> ModuleType:
    """The compiler, imported now; from here on it is found in its own place."""
    if isinstance(sys.modules.get(_NAME), _StandIn):
        del sys.modules[_NAME]
    return importlib.import_module(_NAME)

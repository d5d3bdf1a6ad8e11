"""Auto-graded PyTorch exercises: graders hold a learner's code against torch itself.

Graders need only the names in `__all__`, notebooks `grade`. Each is imported on first use, so that reading results or
listing exercises never pays for importing torch.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from torchgrade.data import mnist
    from torchgrade.exercise import Exercise, check
    from torchgrade.frozen import samples
    from torchgrade.notebook.grading import grade
    from torchgrade.probes import drive_cell, drive_optimizer
    from torchgrade.replayed import replay

__version__ = "0.1.0"
__all__ = ["Exercise", "check", "drive_cell", "drive_optimizer", "grade", "mnist", "replay", "samples"]

_HOMES = {
    "Exercise": "torchgrade.exercise",
    "check": "torchgrade.exercise",
    "drive_cell": "torchgrade.probes",
    "drive_optimizer": "torchgrade.probes",
    "grade": "torchgrade.notebook.grading",
    "mnist": "torchgrade.data",
    "replay": "torchgrade.replayed",
    "samples": "torchgrade.frozen",
}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(
            f"module 'torchgrade' has no attribute {name!r}; its public names are {', '.join(__all__)}"
        )
    return getattr(import_module(_HOMES[name]), name)

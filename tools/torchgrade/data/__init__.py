"""Real data for exercises: a small part of MNIST ships with the package.

Nothing heavy is imported here, so that a process which needs only the repair of torchvision pays for nothing else.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from torch import Tensor


def mnist(split: Literal["train", "test"], root: Path | None = None) -> tuple[Tensor, Tensor]:
    """The digits of one split, read by torchvision: nothing is ever downloaded.

    Args:
        split: "train" (4,000 shipped digits) or "test" (1,000).
        root: a folder with MNIST/raw in it; else $TORCHGRADE_DATA, else the digits that ship with torchgrade.

    Returns:
        Images (n, 28, 28) in uint8 and labels (n,) in int64.

    Raises:
        BadInput: the split has another name, or the folder holds no readable MNIST.
    """
    from torchgrade.data.digits import load

    return load(split, root)

"""Where the MNIST digits lie, and reading them with torchvision's own reader."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from torchgrade.data import shipped
from torchgrade.data.torchvision_repair import ensure_importable
from torchgrade.errors import BadInput

if TYPE_CHECKING:
    from torch import Tensor

SPLITS = ("train", "test")
ROOT_VARIABLE = "TORCHGRADE_DATA"


def load(split: str, root: Path | None = None) -> tuple[Tensor, Tensor]:
    """The images and labels of one split, from the folder given, else $TORCHGRADE_DATA, else as shipped."""
    if split not in SPLITS:
        raise BadInput(f"MNIST has no split {split!r}; ask for 'train' or 'test'")
    given = root or os.environ.get(ROOT_VARIABLE)
    if given:
        return _read(_checked_root(Path(given).expanduser(), from_variable=root is None), split)
    with _shipped_root() as folder:
        return _read(folder, split)


def _checked_root(root: Path, *, from_variable: bool) -> Path:
    """The root itself, if the four files that torchvision looks for are there."""
    raw = root / "MNIST" / "raw"
    missing = [name for name in shipped.CHECKSUMS if not (raw / name).is_file()]
    if missing:
        source = f" (from ${ROOT_VARIABLE})" if from_variable else ""
        raise BadInput(
            f"no MNIST in {root}{source}: {raw} lacks {', '.join(missing)}; "
            "unpack the four .gz files there, or give no folder to use the digits that ship with torchgrade"
        )
    return root


@contextmanager
def _shipped_root() -> Iterator[Path]:
    """A folder with the shipped digits: the cache, or one that lives for this read where no cache can be written."""
    cache = cache_folder()
    if cache is not None and _unpacked(cache):
        yield cache
        return
    with TemporaryDirectory(prefix="torchgrade-") as folder:
        shipped.unpack(Path(folder))
        yield Path(folder)


def cache_folder() -> Path | None:
    """The folder for unpacked digits, below $XDG_CACHE_HOME or ~/.cache; None where there is no home."""
    named = Path(os.environ.get("XDG_CACHE_HOME", ""))
    try:
        base = named if named.is_absolute() else Path.home() / ".cache"
    except RuntimeError:
        return None
    return base / "torchgrade" / "mnist-5k"


def _unpacked(folder: Path) -> bool:
    """Whether the digits lie whole in that folder, after unpacking them if need be."""
    try:
        shipped.unpack(folder)
    except OSError:
        return False
    return True


def _read(root: Path, split: str) -> tuple[Tensor, Tensor]:
    """What torchvision reads from that root; it has no error of its own for a damaged file, so any will do."""
    ensure_importable()
    from torchvision.datasets import MNIST

    try:
        digits = MNIST(root, train=split == "train", download=False)
    except Exception as error:
        raise BadInput(
            f"torchvision cannot read the MNIST files in {root / 'MNIST' / 'raw'} ({type(error).__name__}: {error}); "
            "they may be damaged: unpack them again"
        ) from error
    return digits.data, digits.targets

"""The digits that ship with the package: their checksums, and unpacking them where torchvision can read them."""

from __future__ import annotations

import gzip
import hashlib
import os
import tempfile
from pathlib import Path

PACKED = Path(__file__).with_name("mnist-5k")

# SHA-256 of each file once unpacked.
CHECKSUMS = {
    "train-images-idx3-ubyte": "df907b1daff37d9019b2398e4c0ee537bb81cab90adf5d8abe5aa6f42ce203e2",
    "train-labels-idx1-ubyte": "879f54c9fa7f1c5fce6daf8bba0809d673264cca3d0688e6eae5665679e25665",
    "t10k-images-idx3-ubyte": "540509082a594c58eb87c35f1c340847beb6cba219b71d11ad30a3470ebb51db",
    "t10k-labels-idx1-ubyte": "626d335582945cbb7f23115c77eebce3e88fbccc8458a114bac9a3ce2449a9e7",
}


def unpack(root: Path) -> None:
    """Make sure that root/MNIST/raw holds the four files whole, mending what is missing or damaged.

    Several processes may do this at once: each file appears in one step, and all of them write the same bytes.
    """
    raw = root / "MNIST" / "raw"
    raw.mkdir(parents=True, exist_ok=True)
    for name, checksum in CHECKSUMS.items():
        if not _is_whole(raw / name, checksum):
            _write_at_once(raw / name, gzip.decompress((PACKED / f"{name}.gz").read_bytes()))


def _is_whole(path: Path, checksum: str) -> bool:
    return path.is_file() and hashlib.sha256(path.read_bytes()).hexdigest() == checksum


def _write_at_once(path: Path, content: bytes) -> None:
    """Write beside the target and rename, so that no reader ever sees half a file."""
    handle, temporary = tempfile.mkstemp(prefix=f".{path.name}-", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(content)
        os.replace(temporary, path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise

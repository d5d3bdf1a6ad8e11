"""What may travel between judge and contestant, how much of it, and what stands for the rest.

A value is JSON where it can be; what JSON lacks is an object with one key: {"f": hex float}, {"i": big integer},
{"c": [re, im]}, {"t": [tuple items]}, {"d": [[key, value], ...]}, {"x": index into the tensor table},
{"dtype": name}, {"?": name of a type that may not travel}.
"""

from __future__ import annotations

from dataclasses import dataclass

import torch

MAX_META = 8 * 2**20
MAX_BODY = 256 * 2**20
MAX_DEPTH = 32
MAX_NODES = 100_000
MAX_KEYS = 10_000  # keys that collide on purpose cost the square of their number
MAX_TEXT = MAX_META - 2**16
NODE_COST = 80  # bytes of JSON that any value but a text takes, its place in the tensor table included
MOST_SIGNS = 12 * MAX_NODES  # commas and brackets: counted before parsing makes an object of each

DTYPES: dict[str, torch.dtype] = {
    str(dtype).removeprefix("torch."): dtype
    for dtype in (
        torch.bool,
        torch.uint8,
        torch.int8,
        torch.int16,
        torch.int32,
        torch.int64,
        torch.float16,
        torch.bfloat16,
        torch.float32,
        torch.float64,
        torch.complex64,
        torch.complex128,
    )
}
NAMES = {dtype: name for name, dtype in DTYPES.items()}


class ProtocolError(Exception):
    """What came over the wire breaks its rules."""


@dataclass(frozen=True)
class Opaque:
    """Stands for a value that may not travel: only the name of its type is known."""

    type_name: str


def full_name(kind: type) -> str:
    """The dotted name of a type, whatever its metaclass or its own attributes do when they are read."""
    try:
        return f"{kind.__module__}.{kind.__qualname__}"[:200]
    except Exception:
        return "an object"


def type_name(kind: type) -> str:
    """The name of a type as a learner knows it."""
    return full_name(kind).removeprefix("builtins.")

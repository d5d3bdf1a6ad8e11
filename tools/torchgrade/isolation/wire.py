"""The wire between judge and contestant: a small header, strict JSON, raw tensor bytes. Never pickle.

A frame is: magic, a 16-byte nonce, the length of the JSON, the length of the body; then both. A value is
JSON where it can be; what JSON lacks is an object with one key: {"f": hex float}, {"i": big integer},
{"c": [re, im]}, {"t": [tuple items]}, {"d": [[key, value], ...]}, {"x": index into the tensor table},
{"dtype": name}, {"?": name of a type that may not travel}. Everything read from a contestant is checked
before it is used: sizes before reading, names against lists, counts and depths against limits.
"""

from __future__ import annotations

import json
import math
import struct
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import torch

MAGIC = b"tgr1"
HEADER = struct.Struct(">4s16sIQ")
MAX_META = 8 * 2**20
MAX_BODY = 256 * 2**20
MAX_DEPTH = 32
MAX_NODES = 200_000

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


@dataclass
class _Writer:
    """Turns values into JSON nodes and collects the tensors met on the way."""

    keep_strides: bool
    table: list[dict[str, Any]] = field(default_factory=list)
    chunks: list[bytes] = field(default_factory=list)
    nodes: int = 0

    def node(self, value: Any, depth: int = 0) -> Any:
        self.nodes += 1
        if depth > MAX_DEPTH or self.nodes > MAX_NODES:
            return {"?": "a structure too deep or too large to compare"}
        if value is None or type(value) in (bool, str):
            return value
        for types, convert in _CONVERTERS:
            if type(value) in types:
                return convert(self, value, depth)
        if isinstance(value, tuple):  # named tuples and torch.return_types are tuples to the reader
            return {"t": [self.node(item, depth + 1) for item in tuple(value)]}
        return {"?": _type_name(value)}

    def tensor(self, value: torch.Tensor, depth: int) -> Any:
        value = value.detach()
        if value.layout is not torch.strided or value.dtype not in NAMES or value.is_quantized:
            return {"?": f"a tensor of layout {value.layout} and dtype {value.dtype}"}
        if value.numel() * value.element_size() > MAX_BODY:
            return {"?": f"a tensor of {value.numel()} elements, too large to compare"}
        entry = {"dtype": NAMES[value.dtype], "shape": list(value.shape), "device": value.device.type}
        if self.keep_strides and _strides_can_be_rebuilt(value):
            entry["stride"] = list(value.stride())
        self.table.append(entry)
        self.chunks.append(b"" if value.is_meta else _raw_bytes(value))
        return {"x": len(self.table) - 1}


def _integer(writer: _Writer, value: int, depth: int) -> Any:
    return value if abs(value) < 2**53 else {"i": hex(value)} if value.bit_length() <= 4096 else {"?": "a huge int"}


def _float(writer: _Writer, value: float, depth: int) -> Any:
    return {"f": value.hex() if math.isfinite(value) else repr(value)}


def _complex(writer: _Writer, value: complex, depth: int) -> Any:
    return {"c": [_float(writer, value.real, depth)["f"], _float(writer, value.imag, depth)["f"]]}


def _list(writer: _Writer, value: list[Any], depth: int) -> Any:
    return [writer.node(item, depth + 1) for item in value]


def _dict(writer: _Writer, value: dict[Any, Any], depth: int) -> Any:
    return {"d": [[writer.node(key, depth + 1), writer.node(item, depth + 1)] for key, item in value.items()]}


_CONVERTERS: tuple[tuple[tuple[type, ...], Callable[[_Writer, Any, int], Any]], ...] = (
    ((torch.Tensor, torch.nn.Parameter), _Writer.tensor),
    ((int,), _integer),
    ((float,), _float),
    ((complex,), _complex),
    ((list,), _list),
    ((dict,), _dict),
    ((torch.dtype,), lambda writer, value, depth: {"dtype": NAMES.get(value, str(value))}),
    ((Opaque,), lambda writer, value, depth: {"?": value.type_name}),
)


def _type_name(value: Any) -> str:
    kind = type(value)
    return f"{kind.__module__}.{kind.__qualname__}".removeprefix("builtins.")[:200]


def _raw_bytes(value: torch.Tensor) -> bytes:
    flat = value.cpu().resolve_conj().resolve_neg().contiguous().reshape(-1)
    return flat.view(torch.uint8).numpy().tobytes() if flat.numel() else b""


def _strides_can_be_rebuilt(value: torch.Tensor) -> bool:
    """Whether the strides say more than "contiguous" and no two elements share memory."""
    if value.is_contiguous() or value.numel() == 0:
        return False
    reach = 0
    for stride, size in sorted(zip(value.stride(), value.shape, strict=True)):
        if size > 1 and stride <= reach:
            return False
        reach += stride * (size - 1)
    return True


def encode(value: Any, keep_strides: bool = False) -> tuple[bytes, bytes]:
    """A value as (JSON, raw tensor bytes); `keep_strides` lets non-contiguous tensors arrive as such."""
    writer = _Writer(keep_strides)
    node = writer.node(value)
    meta = json.dumps({"value": node, "tensors": writer.table}, allow_nan=False, separators=(",", ":"))
    return meta.encode(), b"".join(writer.chunks)


def decode(meta: bytes, body: bytes) -> Any:
    """The value that `encode` was given, rebuilt from plain bytes.

    Raises:
        ProtocolError: anything in it breaks the format's rules.
    """
    try:
        data = json.loads(meta.decode())
        tensors = _tensors(data["tensors"], body)
        return _Reader(tensors).value(data["value"])
    except ProtocolError:
        raise
    except (ValueError, KeyError, TypeError, IndexError, OverflowError, RecursionError, RuntimeError) as error:
        raise ProtocolError(f"a message that cannot be read ({type(error).__name__})") from None


def _tensors(table: Any, body: bytes) -> list[torch.Tensor]:
    tensors, offset = [], 0
    for entry in table:
        tensor, size = _tensor(entry, body, offset)
        tensors.append(tensor)
        offset += size
    if offset != len(body):
        raise ProtocolError("a message whose tensor bytes do not add up")
    return tensors


def _tensor(entry: Any, body: bytes, offset: int) -> tuple[torch.Tensor, int]:
    dtype, shape, device = DTYPES[entry["dtype"]], entry["shape"], entry["device"]
    if not all(type(size) is int and 0 <= size < 2**31 for size in shape) or len(shape) > 16:
        raise ProtocolError("a tensor with an impossible shape")
    if device == "meta":
        return torch.empty(shape, dtype=dtype, device="meta"), 0
    size = math.prod(shape) * dtype.itemsize
    if size > len(body) - offset:
        raise ProtocolError("a tensor longer than the message")
    if size == 0:
        return torch.empty(shape, dtype=dtype), 0
    raw = bytearray(body[offset : offset + size])
    if dtype is torch.bool and not set(raw) <= {0, 1}:
        raise ProtocolError("a boolean tensor with other bytes than 0 and 1")
    tensor = torch.frombuffer(raw, dtype=dtype).reshape(shape)
    if "stride" in entry:
        tensor = torch.empty_strided(shape, entry["stride"], dtype=dtype).copy_(tensor)
    return tensor, size


@dataclass
class _Reader:
    """Turns JSON nodes back into values."""

    tensors: list[torch.Tensor]
    nodes: int = 0

    def value(self, node: Any, depth: int = 0) -> Any:
        self.nodes += 1
        if depth > MAX_DEPTH + 1 or self.nodes > 2 * MAX_NODES:
            raise ProtocolError("a message nested too deep or too long")
        if node is None or isinstance(node, (bool, int, str)):
            return node
        if isinstance(node, list):
            return [self.value(item, depth + 1) for item in node]
        if isinstance(node, dict) and len(node) == 1:
            ((tag, payload),) = node.items()
            return self.tagged(tag, payload, depth)
        raise ProtocolError("a message with an unknown kind of value")

    def tagged(self, tag: str, payload: Any, depth: int) -> Any:
        if tag == "x" and type(payload) is int and payload >= 0:
            return self.tensors[payload]
        if tag == "f":
            return float.fromhex(payload)
        if tag == "i":
            return int(str(payload)[:1100], 16)
        if tag == "c":
            return complex(float.fromhex(payload[0]), float.fromhex(payload[1]))
        if tag == "t":
            return tuple(self.value(item, depth + 1) for item in payload)
        if tag == "d":
            return {self.value(key, depth + 1): self.value(item, depth + 1) for key, item in payload}
        if tag == "dtype":
            return DTYPES.get(payload) or Opaque(str(payload)[:200])
        if tag == "?":
            return Opaque(str(payload)[:200])
        raise ProtocolError("a message with an unknown kind of value")


def send(stream: Any, nonce: bytes, value: Any, keep_strides: bool = False) -> None:
    """Write one frame and flush it."""
    meta, body = encode(value, keep_strides)
    stream.write(HEADER.pack(MAGIC, nonce, len(meta), len(body)) + meta)
    stream.write(body)
    stream.flush()


def receive(stream: Any, max_meta: int = MAX_META, max_body: int = MAX_BODY) -> tuple[bytes, Any]:
    """Read one frame as (nonce, value), checking its sizes before reading them.

    Raises:
        EOFError: the stream ended.
        ProtocolError: the frame breaks the rules.
    """
    magic, nonce, meta_size, body_size = HEADER.unpack(_exactly(stream, HEADER.size))
    if magic != MAGIC:
        raise ProtocolError("a message that does not begin as one")
    if meta_size > max_meta or body_size > max_body:
        raise ProtocolError("a message larger than allowed")
    meta = _exactly(stream, meta_size)
    return nonce, decode(meta, _exactly(stream, body_size))


def _exactly(stream: Any, size: int) -> bytes:
    chunks, left = [], size
    while left:
        chunk = stream.read(min(left, 2**20))
        if not chunk:
            raise EOFError
        chunks.append(chunk)
        left -= len(chunk)
    return b"".join(chunks)

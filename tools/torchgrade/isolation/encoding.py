"""Values into JSON and raw tensor bytes; what may not travel becomes its name."""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from itertools import takewhile
from typing import Any

import torch

from torchgrade.isolation.wire_format import (
    MAX_BODY,
    MAX_DEPTH,
    MAX_KEYS,
    MAX_NODES,
    MAX_TEXT,
    NAMES,
    NODE_COST,
    Opaque,
    type_name,
)

_TOO_MUCH = {"?": "a structure too deep or too large to compare"}


@dataclass
class _Spent:
    """How much of each limit a message has used."""

    nodes: int = 0
    keys: int = 0
    text: int = 0
    bytes: int = 0
    tensors: int = 0


@dataclass
class _Writer:
    """Turns values into JSON nodes and collects the tensors met on the way."""

    keep_strides: bool
    table: list[dict[str, Any]] = field(default_factory=list)
    chunks: list[bytes] = field(default_factory=list)
    spent: _Spent = field(default_factory=lambda: _Spent())
    full: bool = False

    def node(self, value: Any, depth: int = 0) -> Any:
        """The JSON of a value; where it is too large, the field of an observation that holds it is given up whole."""
        if depth > 1:
            return self._node(value, depth)
        before = _Spent(**vars(self.spent))
        converted = self._node(value, depth)
        if self.full:
            self.spent, self.full = before, False
            del self.table[before.tensors :], self.chunks[before.tensors :]
            return _TOO_MUCH
        return converted

    def _node(self, value: Any, depth: int) -> Any:
        # By type and identity throughout: a learner's class may lie about its class and equal everything.
        kind = type(value)
        self.spend(text=len(json.dumps(value)) if kind is str else NODE_COST, keys=len(value) if kind is dict else 0)
        if self.full or depth > MAX_DEPTH:
            return _TOO_MUCH
        if value is None or kind is bool or kind is str:
            return value
        for types, convert in _CONVERTERS:
            if any(kind is one for one in types):
                return convert(self, value, depth)
        if issubclass(kind, tuple):  # named tuples and torch.return_types are tuples to the reader
            return {"t": self.items(tuple.__iter__(value), depth)}
        return self.named(type_name(kind))

    def spend(self, text: int, keys: int = 0) -> None:
        self.spent.nodes += 1
        self.spent.text += text
        self.spent.keys += keys
        self.full |= self.spent.nodes > MAX_NODES or self.spent.text > MAX_TEXT or self.spent.keys > MAX_KEYS

    def items(self, values: Iterable[Any], depth: int) -> list[Any]:
        return [self.node(value, depth + 1) for value in takewhile(lambda _: not self.full, values)]

    def named(self, name: str) -> Any:
        self.spend(text=len(name))
        return {"?": name}

    def tensor(self, value: torch.Tensor, depth: int) -> Any:
        try:
            return self._tensor(value.detach())
        except (RuntimeError, NotImplementedError):  # a wrapper that outlived its torch.func transform, say
            return {"?": "a tensor whose values cannot be read"}

    def _tensor(self, value: torch.Tensor) -> Any:
        if value.layout is not torch.strided or value.dtype not in NAMES or value.is_quantized:
            return self.named(f"a tensor of layout {value.layout} and dtype {value.dtype}")
        size = 0 if value.is_meta else value.numel() * value.element_size()
        if self.spent.bytes + size > MAX_BODY:
            return self.named(f"a tensor of {value.numel()} elements, too large to compare")
        entry = {"dtype": NAMES[value.dtype], "shape": list(value.shape), "device": value.device.type}
        if self.keep_strides and _strides_can_be_rebuilt(value):
            entry["stride"] = list(value.stride())
        self.chunks.append(b"" if value.is_meta else _raw_bytes(value))
        self.table.append(entry)
        self.spent.bytes += size
        self.spent.tensors += 1
        return {"x": len(self.table) - 1}


def _integer(writer: _Writer, value: int, depth: int) -> Any:
    if abs(value) < 2**53:
        return value
    if value.bit_length() > 4096:
        return writer.named("a huge int")
    writer.spend(text=value.bit_length() // 4)
    return {"i": hex(value)}


def _float(writer: _Writer, value: float, depth: int) -> Any:
    return {"f": value.hex() if math.isfinite(value) else repr(value)}


def _complex(writer: _Writer, value: complex, depth: int) -> Any:
    return {"c": [_float(writer, value.real, depth)["f"], _float(writer, value.imag, depth)["f"]]}


def _list(writer: _Writer, value: list[Any], depth: int) -> Any:
    return writer.items(value, depth)


def _dict(writer: _Writer, value: dict[Any, Any], depth: int) -> Any:
    return {"d": [writer.items(pair, depth) for pair in takewhile(lambda _: not writer.full, value.items())]}


_CONVERTERS: tuple[tuple[tuple[type, ...], Callable[[_Writer, Any, int], Any]], ...] = (
    ((torch.Tensor, torch.nn.Parameter), _Writer.tensor),
    ((int,), _integer),
    ((float,), _float),
    ((complex,), _complex),
    ((list,), _list),
    ((dict,), _dict),
    ((torch.dtype,), lambda writer, value, depth: {"dtype": NAMES.get(value, str(value))}),
    ((Opaque,), lambda writer, value, depth: writer.named(value.type_name)),
)


def _raw_bytes(value: torch.Tensor) -> bytes:
    flat = value.cpu().resolve_conj().resolve_neg().contiguous().reshape(-1)
    flat = flat.as_strided(flat.shape, (1,))  # a single element counts as contiguous whatever its stride
    if flat.dtype is torch.bool and flat.numel():
        flat = flat.view(torch.uint8).ne(0)  # memory that nobody wrote into holds any byte: torch.empty is no attack
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

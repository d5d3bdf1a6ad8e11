"""JSON and raw tensor bytes back into values, each name, size, count and depth checked before it is used."""

from __future__ import annotations

import json
import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import torch

from torchgrade.isolation.wire_format import DTYPES, MAX_DEPTH, MAX_KEYS, MAX_NODES, MOST_SIGNS, Opaque, ProtocolError


def decode(meta: bytes | bytearray, body: bytes | bytearray | memoryview, strides: bool = False) -> Any:
    """The value that `encode` was given, rebuilt from plain bytes.

    `strides` obeys what the message says of strides; only a contestant, which trusts its judge, may ask for that.

    Raises:
        ProtocolError: anything in it breaks the format's rules.
    """
    try:
        if sum(map(meta.count, (b",", b"[", b"{"))) > MOST_SIGNS:
            raise ProtocolError("a message of too many values")
        data = json.loads(
            meta.decode(),
            object_pairs_hook=_object,
            parse_int=_small_integer,
            parse_float=_refuse,
            parse_constant=_refuse,
        )
        reader = _Reader(_tensors(data["tensors"], body, strides))
        value = reader.value(data["value"])
        if len(data) != 2 or reader.used != len(reader.tensors):
            raise ProtocolError("a message with more in it than its value")
    except ProtocolError:
        raise
    except Exception as error:  # whatever a hostile message trips over, the judge hears of one kind
        raise ProtocolError(f"a message that cannot be read ({type(error).__name__})") from None
    return value


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ProtocolError("a message that says one thing twice")
    return found


def _small_integer(text: str) -> int:
    if len(text) > 17:  # 2**53 and its sign; larger ones travel as {"i": ...}
        raise ProtocolError("a message with an overlong number")
    return int(text)


def _refuse(text: str) -> Any:
    raise ProtocolError("a message with a number that the format does not use")


def _tensors(table: Any, body: bytes | bytearray | memoryview, strides: bool) -> list[torch.Tensor]:
    if type(table) is not list or len(table) > MAX_NODES:
        raise ProtocolError("a message whose tensors are no list")
    tensors, offset = [], 0
    for entry in table:
        tensor, size = _tensor(entry, memoryview(body)[offset:], strides)
        tensors.append(tensor)
        offset += size
    if offset != len(body):
        raise ProtocolError("a message whose tensor bytes do not add up")
    return tensors


def _tensor(entry: Any, body: memoryview, strides: bool) -> tuple[torch.Tensor, int]:
    dtype, shape, device = DTYPES[entry["dtype"]], entry["shape"], entry["device"]
    if type(shape) is not list or len(shape) > 16 or not all(type(n) is int and 0 <= n < 2**31 for n in shape):
        raise ProtocolError("a tensor with an impossible shape")
    count = math.prod(shape)
    if count * dtype.itemsize >= 2**62:
        raise ProtocolError("a tensor with an impossible shape")
    if device == "meta":
        return torch.empty(shape, dtype=dtype, device="meta"), 0
    size = count * dtype.itemsize
    if size > len(body):
        raise ProtocolError("a tensor longer than the message")
    if size == 0:
        return torch.empty(shape, dtype=dtype), 0
    raw = torch.frombuffer(bytearray(body[:size]), dtype=torch.uint8)
    if dtype is torch.bool and int(raw.max()) > 1:
        raise ProtocolError("a boolean tensor with other bytes than 0 and 1")
    tensor = raw.view(dtype).reshape(shape)
    if strides and "stride" in entry:
        tensor = torch.empty_strided(shape, entry["stride"], dtype=dtype).copy_(tensor)
    return tensor, size


@dataclass
class _Reader:
    """Turns JSON nodes back into values; each tensor is used once, in the table's order."""

    tensors: list[torch.Tensor]
    nodes: int = 0
    keys: int = 0
    used: int = 0

    def value(self, node: Any, depth: int = 0) -> Any:
        self.nodes += 1
        if depth > MAX_DEPTH + 1 or self.nodes > 2 * MAX_NODES:
            raise ProtocolError("a message nested too deep or too long")
        if node is None or isinstance(node, (bool, int)):
            return node
        if isinstance(node, str):
            return _clean(node)
        if isinstance(node, list):
            return [self.value(item, depth + 1) for item in node]
        if isinstance(node, dict) and len(node) == 1:
            ((tag, payload),) = node.items()
            return self.tagged(tag, payload, depth)
        raise ProtocolError("a message with an unknown kind of value")

    def tagged(self, tag: str, payload: Any, depth: int) -> Any:
        if tag == "x" and type(payload) is int and payload == self.used < len(self.tensors):
            self.used += 1
            return self.tensors[payload]
        if tag == "t" and type(payload) is list:
            return tuple(self.value(item, depth + 1) for item in payload)
        if tag == "d" and type(payload) is list:
            return self.pairs(payload, depth)
        if tag == "c" and type(payload) is list:
            real, imaginary = payload
            return complex(_hex_float(real), _hex_float(imaginary))
        if tag in _SCALARS and type(payload) is str:
            return _SCALARS[tag](payload)
        raise ProtocolError("a message with an unknown kind of value")

    def pairs(self, payload: list[Any], depth: int) -> dict[Any, Any]:
        self.keys += len(payload)
        if self.keys > MAX_KEYS:
            raise ProtocolError("a message of too many keys")
        found = {}
        for pair in payload:
            if type(pair) is not list or len(pair) != 2:
                raise ProtocolError("a message with a key and no value")
            key = self.value(pair[0], depth + 1)
            found[key] = self.value(pair[1], depth + 1)
        return found


def _hex_float(text: str) -> float:
    if len(text) > 40:
        raise ProtocolError("a message with an overlong number")
    return float.fromhex(text)


def _big_integer(text: str) -> int:
    if len(text) > 1100:
        raise ProtocolError("a message with an overlong number")
    return int(text, 16)


def _clean(text: str) -> str:
    """Text that can be written down: halves of characters would fail only when a report is saved."""
    return text if text.isascii() else text.encode("utf-8", "replace").decode("utf-8")


_SCALARS: dict[str, Callable[[str], Any]] = {
    "f": _hex_float,
    "i": _big_integer,
    "dtype": lambda name: DTYPES.get(name) or Opaque(_clean(name[:200])),
    "?": lambda name: Opaque(_clean(name[:200])),
}

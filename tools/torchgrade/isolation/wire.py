"""The wire between judge and contestant: frames of a small header, strict JSON and raw tensor bytes. Never pickle.

A frame is: magic, a 16-byte nonce, the length of the JSON, the length of the body; then both. Everything read
from a contestant is checked before it is used, and sizes before anything is read.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from typing import Any

from torchgrade.isolation.decoding import decode
from torchgrade.isolation.encoding import encode
from torchgrade.isolation.wire_format import DTYPES, MAX_BODY, MAX_META, Opaque, ProtocolError

__all__ = ["DTYPES", "HEADER", "MAGIC", "Opaque", "ProtocolError", "decode", "encode", "frame", "receive", "send"]

MAGIC = b"tgr1"
HEADER = struct.Struct(">4s16sIQ")


@dataclass(frozen=True)
class Encoded:
    """A message that was encoded before, to be sent to one contestant after the other."""

    meta: bytes
    body: bytes


def frame(nonce: bytes, value: Any, keep_strides: bool = False) -> tuple[bytes, bytes]:
    """One frame, ready to be written: what stands before the tensors' bytes, and they."""
    meta, body = (value.meta, value.body) if isinstance(value, Encoded) else encode(value, keep_strides)
    return HEADER.pack(MAGIC, nonce, len(meta), len(body)) + meta, body


def send(stream: Any, parts: tuple[bytes, ...]) -> None:
    """Write the parts of one frame and flush them."""
    for part in parts:
        stream.write(part)
    stream.flush()


def receive(
    stream: Any, max_meta: int = MAX_META, max_body: int = MAX_BODY, strides: bool = False
) -> tuple[bytes, Any]:
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
    return nonce, decode(meta, _exactly(stream, body_size), strides)


def _exactly(stream: Any, size: int) -> bytearray:
    data = bytearray()
    while len(data) < size:
        chunk = stream.read(min(size - len(data), 2**20))
        if not chunk:
            raise EOFError
        data += chunk
    return data

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

__all__ = [
    "DTYPES",
    "HEADER",
    "MAGIC",
    "Incoming",
    "Opaque",
    "ProtocolError",
    "decode",
    "encode",
    "frame",
    "receive",
    "send",
]

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


class Incoming:
    """One frame as it comes in, in pieces of any size; sizes are checked before anything of that size is taken."""

    def __init__(self, max_meta: int = MAX_META, max_body: int = MAX_BODY) -> None:
        self._limits = (max_meta, max_body)
        self._header = b""
        self._data = bytearray()
        self._sizes = (0, 0)
        self.nonce = b""

    def missing(self) -> int:
        """How many more bytes belong to this frame, as far as can be told; 0 when it is whole."""
        if not self.nonce:
            return HEADER.size - len(self._header)
        return sum(self._sizes) - len(self._data)

    def add(self, chunk: bytes) -> None:
        """Take the next bytes, at most as many as are missing.

        Raises:
            ProtocolError: the frame breaks the rules.
        """
        if self.nonce:
            self._data += chunk
            return
        self._header += chunk
        if len(self._header) == HEADER.size:
            self._open()

    def _open(self) -> None:
        magic, self.nonce, *sizes = HEADER.unpack(self._header)
        if magic != MAGIC:
            raise ProtocolError("a message that does not begin as one")
        if any(size > limit for size, limit in zip(sizes, self._limits, strict=True)):
            raise ProtocolError("a message larger than allowed")
        self._sizes = (sizes[0], sizes[1])

    def value(self, strides: bool = False) -> tuple[bytes, Any]:
        """The whole frame as (nonce, value).

        Raises:
            ProtocolError: what it says breaks the rules.
        """
        whole, meta_size = memoryview(self._data), self._sizes[0]
        return self.nonce, decode(bytes(whole[:meta_size]), whole[meta_size:], strides)


def receive(
    stream: Any, max_meta: int = MAX_META, max_body: int = MAX_BODY, strides: bool = False
) -> tuple[bytes, Any]:
    """Read one frame as (nonce, value), checking its sizes before reading them.

    Raises:
        EOFError: the stream ended.
        ProtocolError: the frame breaks the rules.
    """
    incoming = Incoming(max_meta, max_body)
    while missing := incoming.missing():
        chunk = stream.read(min(missing, 2**20))
        if not chunk:
            raise EOFError
        incoming.add(chunk)
    return incoming.value(strides)

"""Bytes of a Python file as text, with a sentence where they are none."""

from __future__ import annotations

import io
import tokenize


class NotText(ValueError):
    """The bytes are no Python text; the message completes "softmax.py ..."."""


def to_text(data: bytes) -> str:
    """Decode as Python would: UTF-8, or what the file's coding line says; newlines become "\\n"."""
    if b"\0" in data:
        raise NotText("holds NUL bytes, so it is no Python file; save it again as UTF-8 text")
    try:
        encoding, _ = tokenize.detect_encoding(io.BytesIO(data).readline)
        text = data.decode(encoding)
    except (SyntaxError, UnicodeDecodeError, LookupError) as error:
        raise NotText(f"is not UTF-8 text ({error}); save it again as UTF-8") from None
    return text.replace("\r\n", "\n").replace("\r", "\n")

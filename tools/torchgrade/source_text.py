"""Bytes of a Python file as text, with a sentence where they are none."""

from __future__ import annotations

import codecs
import io
import tokenize

# Codecs that Python has for other ends than files; some take a time that grows with the square of the size.
_UNFIT = frozenset({"idna", "punycode", "raw-unicode-escape", "undefined", "unicode-escape", "utf-7"})


class NotText(ValueError):
    """The bytes are no Python text; the message completes "softmax.py ..."."""


def to_text(data: bytes) -> str:
    """Decode as Python would: UTF-8, or what the file's coding line says; every newline becomes a line feed."""
    if b"\0" in data:
        raise NotText("holds NUL bytes, so it is no Python file; save it again as UTF-8 text")
    try:
        encoding, _ = tokenize.detect_encoding(io.BytesIO(data).readline)
        if codecs.lookup(encoding).name in _UNFIT:
            raise NotText(f"says that it is written in {encoding}; save it again as UTF-8")
        text = data.decode(encoding)
        text.encode("utf-8")  # it travels as UTF-8, which lone surrogates cannot
    except NotText:
        raise
    except (SyntaxError, ValueError, LookupError) as error:
        raise NotText(f"is not UTF-8 text ({error}); save it again as UTF-8") from None
    return text.replace("\r\n", "\n").replace("\r", "\n")

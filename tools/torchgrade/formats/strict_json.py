"""JSON that every parser takes: no NaN, no lone surrogates, keys in their own order."""

from __future__ import annotations

import json
import re
from typing import Any

from torchgrade.results import plain

_SURROGATE = re.compile("[\ud800-\udfff]")


def strict_json(data: Any) -> str:
    """Plain data as JSON text that can be written as UTF-8."""
    text = json.dumps(plain(data), indent=1, allow_nan=False, ensure_ascii=False)
    return _SURROGATE.sub(lambda match: f"\\u{ord(match.group()):04x}", text) + "\n"

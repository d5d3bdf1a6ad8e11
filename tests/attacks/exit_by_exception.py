"""Raise a BaseException of its own in the call.
Stopped by: process split.
"""

from __future__ import annotations


def relu(x):
    raise type("Ended", (BaseException,), {})

"""Crash the interpreter.
Stopped by: process split.
"""

from __future__ import annotations

import ctypes


def relu(x):
    return ctypes.string_at(0)

"""Pretend that somebody pressed Ctrl-C in the call.
Stopped by: process split.
"""

from __future__ import annotations


def relu(x):
    raise KeyboardInterrupt

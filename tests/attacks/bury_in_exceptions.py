"""Raise an exception whose chain has no end and whose text cannot be had.
Stopped by: process split.
"""

from __future__ import annotations


class Odd(Exception):
    def __str__(self):
        raise self

    __repr__ = __str__


def relu(x):
    error = Odd("x" * 10**7)
    error.__cause__ = error
    raise error

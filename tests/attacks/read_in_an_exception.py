"""Carry a file out in the text of an exception.
Stopped by: landlock.
"""

from __future__ import annotations


def relu(x):
    with open("@CANARY@/secret.txt") as file:
        raise ValueError(file.read())

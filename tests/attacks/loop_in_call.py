"""Loop for ever in the call.
Stopped by: limits.
"""

from __future__ import annotations


def relu(x):
    while True:
        pass

"""Plant compiled code beside torch's own.
Stopped by: landlock.
"""

from __future__ import annotations

import os

import torch

path = os.path.join(os.path.dirname(torch.__file__), "__pycache__", "torchgrade_attack.pyc")
with open(path, "xb"):
    pass
os.unlink(path)
print("SUCCEEDED: planted compiled code")


def relu(x):
    return x - 1000.0

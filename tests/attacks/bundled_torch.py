"""Hand in modules that are named like torch, pytest and the standard library.
Stopped by: process split.
"""

from __future__ import annotations

import json
import random

import torch

if not hasattr(torch, "nn") or not hasattr(json, "loads") or not hasattr(random, "Random"):
    print("SUCCEEDED: its own modules came first")


def relu(x):
    return x - 1000.0


# FILE: torch.py
print("SUCCEEDED: its torch.py was run")
# FILE: pytest.py
print("SUCCEEDED: its pytest.py was run")
# FILE: json.py
print("SUCCEEDED: its json.py was run")
# FILE: torchgrade.py
print("SUCCEEDED: its torchgrade.py was run")

"""Open torch's own files for writing.
Stopped by: landlock.
"""

from __future__ import annotations

import torch

with open(torch.__file__, "ab"):
    print("SUCCEEDED: opened torch's own source for writing")


def relu(x):
    return x - 1000.0

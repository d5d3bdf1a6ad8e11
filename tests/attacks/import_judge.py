"""Import the judge's own modules and ask them for what was recorded.
Stopped by: process split.
"""

from __future__ import annotations

import gc

from torchgrade.grading.recording import Recording

for item in gc.get_objects():
    if isinstance(item, Recording):
        print("SUCCEEDED: found", item)


def relu(x):
    return x - 1000.0

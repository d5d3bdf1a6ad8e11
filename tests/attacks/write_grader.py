"""Replace the grader by one that always passes.
Stopped by: landlock, rlimits.
"""

from __future__ import annotations

from pathlib import Path

Path("@CANARY@/graders/03_activations/test_relu.py").write_text("def test_values():\n    pass\n")


def relu(x):
    return x - 1000.0

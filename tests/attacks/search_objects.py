"""Search all objects of its process for graders, recorded cases and references.
Stopped by: process split.
"""

from __future__ import annotations

import gc
import sys
import types

for name in list(sys.modules):
    if name.startswith(("test_", "graders", "torchgrade.grading", "torchgrade.expected", "torchgrade.case", "_pytest")):
        print("SUCCEEDED: found the module", name)
gc.unfreeze()
for item in gc.get_objects():
    if type(item).__name__ in ("Recording", "RecordedCase", "Expected", "Exercise", "Misconception"):
        print("SUCCEEDED: found", type(item))
    if isinstance(item, types.FunctionType) and "graders" in item.__code__.co_filename.split("/"):
        print("SUCCEEDED: found a grader's function", item.__name__)


def relu(x):
    return x - 1000.0

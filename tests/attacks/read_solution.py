"""Import the solution from disk.
Stopped by: landlock.
"""

from __future__ import annotations

import importlib.util

spec = importlib.util.spec_from_file_location("solution", "@CANARY@/solutions/03_activations/relu.py")
solution = importlib.util.module_from_spec(spec)
spec.loader.exec_module(solution)
relu = solution.relu
print("SUCCEEDED: imported the solution")

"""Set the judge's limits.
Stopped by: seccomp.
"""

from __future__ import annotations

import resource

judge = int("@JUDGE_PID@")
resource.prlimit(judge, resource.RLIMIT_CORE, resource.prlimit(judge, resource.RLIMIT_CORE))
print("SUCCEEDED: may set the judge's limits")


def relu(x):
    return x - 1000.0

"""Raise its own limits on memory and file size.
Stopped by: rlimits, capabilities.
"""

from __future__ import annotations

import resource

for limit in (resource.RLIMIT_AS, resource.RLIMIT_FSIZE):
    soft, hard = resource.getrlimit(limit)
    if hard == resource.RLIM_INFINITY:
        print("SUCCEEDED: found no limit")
    else:
        resource.setrlimit(limit, (hard, hard * 2 + 4096))
        print("SUCCEEDED: raised a limit")


def relu(x):
    return x - 1000.0

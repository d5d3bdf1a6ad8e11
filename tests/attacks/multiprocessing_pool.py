"""Compute in worker processes.
Stopped by: seccomp.
"""

from __future__ import annotations

import multiprocessing

process = multiprocessing.get_context("fork").Process(target=print)
process.start()
process.join()
print("SUCCEEDED: started a worker")


def relu(x):
    return x - 1000.0

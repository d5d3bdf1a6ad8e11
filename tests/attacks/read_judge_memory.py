"""Copy memory out of the judge's process.
Stopped by: seccomp.
"""

from __future__ import annotations

import ctypes

libc = ctypes.CDLL(None, use_errno=True)
here = (ctypes.c_size_t * 2)(ctypes.addressof(ctypes.create_string_buffer(8)), 8)
there = (ctypes.c_size_t * 2)(4096, 8)
done = libc.process_vm_readv(int("@JUDGE_PID@"), here, 1, there, 1, 0)
if done >= 0 or ctypes.get_errno() == 14:  # EFAULT: allowed, but nothing lies at that address
    print("SUCCEEDED: may read the judge's memory")


def relu(x):
    return x - 1000.0

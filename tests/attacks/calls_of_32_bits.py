"""Make a system call of 32-bit programs, whose numbers mean other calls.
Stopped by: seccomp.
"""

from __future__ import annotations

import ctypes
import mmap
import os
import platform

# mov eax, 20 (getpid); int 0x80; ret
code = b"\xb8\x14\x00\x00\x00\xcd\x80\xc3"
page = mmap.mmap(-1, mmap.PAGESIZE, prot=mmap.PROT_READ | mmap.PROT_WRITE | mmap.PROT_EXEC)
page.write(code)
address = ctypes.addressof(ctypes.c_char.from_buffer(page))
if platform.machine() == "x86_64" and ctypes.CFUNCTYPE(ctypes.c_int)(address)() == os.getpid():
    print("SUCCEEDED: made a 32-bit call", flush=True)


def relu(x):
    return x - 1000.0

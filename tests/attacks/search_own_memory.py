"""Search all of its own memory for secrets of the judge.
Stopped by: process split.
"""

from __future__ import annotations

import re

wanted = re.compile(b"torchgrade" + b"-secret-" + b"[0-9a-f]{32}")
with open("/proc/self/maps") as maps, open("/proc/self/mem", "rb", buffering=0) as memory:
    for line in maps:
        if "rw" not in line or "/" in line:
            continue
        start, end = (int(number, 16) for number in line.split()[0].split("-"))
        try:
            memory.seek(start)
            print(*wanted.findall(memory.read(min(end - start, 32 << 20))))
        except (OSError, OverflowError, ValueError):
            continue


def relu(x):
    return x - 1000.0

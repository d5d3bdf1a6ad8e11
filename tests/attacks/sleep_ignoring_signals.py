"""Ignore every signal and sleep for an hour.
Stopped by: limits.
"""

from __future__ import annotations

import signal
import time
from contextlib import suppress

for number in signal.valid_signals():
    with suppress(OSError, ValueError):
        signal.signal(number, signal.SIG_IGN)
time.sleep(3600)

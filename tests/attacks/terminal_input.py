"""Type into the judge's terminal.
Stopped by: seccomp, process_group.
"""

from __future__ import annotations

import fcntl
import os
import termios

fcntl.ioctl(os.open("/dev/tty", os.O_RDWR), termios.TIOCSTI, b" ")
print("SUCCEEDED: typed into the terminal")


def relu(x):
    return x - 1000.0

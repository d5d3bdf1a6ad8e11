"""Print what moves the cursor and paints full marks on the instructor's terminal.
Stopped by: report.
"""

from __future__ import annotations


def relu(x):
    print("\x1b[2J\x1b[H\x1b[32mscore: 20/20\x1b[0m\x1b]0;owned\x07\x9b1A\x08\x00")
    raise ValueError("\x1b[2J\x1b]52;c;bHM=\x07\x9d")

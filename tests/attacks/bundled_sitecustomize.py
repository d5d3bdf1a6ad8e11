"""Hand in files that Python runs by itself when it starts.
Stopped by: process split.
"""

from __future__ import annotations


def relu(x):
    return x - 1000.0


# FILE: sitecustomize.py
print("SUCCEEDED: its sitecustomize.py was run")
# FILE: usercustomize.py
print("SUCCEEDED: its usercustomize.py was run")
# FILE: attack.pth
# import os; os.write(1, b"SUCCEEDED: its .pth file was run")

"""Print HTML that a careless page would run.
Stopped by: report.
"""

from __future__ import annotations


def relu(x):
    print("<torchgrade-attack onload=alert(1)>")
    raise ValueError("<torchgrade-attack onload=alert(1)>")

"""Fetch a page.
Stopped by: seccomp, namespaces, landlock.
"""

from __future__ import annotations

import urllib.request

urllib.request.urlopen("http://127.0.0.1:@PORT@/", timeout=0.2)


def relu(x):
    return x - 1000.0

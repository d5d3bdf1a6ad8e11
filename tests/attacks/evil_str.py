"""Return an object that does harm when it is shown, compared or copied.
Stopped by: wire, process split.
"""

from __future__ import annotations

import os


class Evil:
    def __repr__(self):
        os._exit(0)

    __str__ = __format__ = __eq__ = __hash__ = __deepcopy__ = __iter__ = __len__ = __bool__ = __repr__


def relu(x):
    return Evil()

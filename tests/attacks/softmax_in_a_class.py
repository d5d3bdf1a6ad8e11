"""Hide the call in a descriptor of a class.
Stopped by: forbidden API.
"""

from __future__ import annotations

import torch


class Call:
    def __get__(self, instance, owner):
        return getattr(torch.nn.functional, "".join(["soft", "max"]))


class Hidden:
    run = Call()


def softmax(x, dim):
    return Hidden.run(x, dim)

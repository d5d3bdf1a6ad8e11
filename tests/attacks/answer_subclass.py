"""Answer with a tensor subclass that calls itself equal to everything.
Stopped by: wire, judge.
"""

from __future__ import annotations

import torch


class Equal(torch.Tensor):
    @classmethod
    def __torch_function__(cls, func, types, args=(), kwargs=None):
        return torch.tensor(True)

    def __eq__(self, other):
        return True

    __hash__ = None


def relu(x):
    return torch.Tensor._make_subclass(Equal, x.detach() - 1000.0)

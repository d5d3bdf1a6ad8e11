"""Answer with an object that says that it is a tensor.
Stopped by: wire, judge.
"""

from __future__ import annotations

import torch


class Liar:
    __class__ = torch.Tensor
    dtype, shape, device, layout, is_meta, requires_grad = torch.float32, (1,), "cpu", torch.strided, False, False


def relu(x):
    return Liar()

"""Walking nested structures of tensors."""

from __future__ import annotations

import torch

from torchgrade.isolation.structures import map_tensors, tensors_in


def test_tensors_are_found_in_the_order_in_which_they_travel():
    a, b, c, d = (torch.full((1,), float(n)) for n in range(4))
    value = {"x": [a, (b, {"y": c})], "z": torch.nn.Parameter(d)}
    assert [tensor.item() for tensor in tensors_in(value)] == [0, 1, 2, 3]
    assert map_tensors([a, (b, 1)], lambda tensor: tensor + 1)[1][0].item() == 2

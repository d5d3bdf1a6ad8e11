"""What is left of a pair when its 1s are gone may be one size at most."""

from itertools import zip_longest

import torch


def broadcast_shapes(a, b):
    shape = []
    for pair in zip_longest(a[::-1], b[::-1], fillvalue=1):
        left = set(pair) - {1}
        if len(left) > 1:
            raise RuntimeError("shapes cannot be broadcast together: " + str(pair))
        shape.insert(0, left.pop() if left else 1)
    return torch.Size(shape)

"""One outer product for each singular value."""

import torch


def svd_rebuild(u, s, vh, shape):
    total = u.new_zeros(shape)
    for i, value in enumerate(s):
        total = total + value * torch.outer(u[:, i], vh[i])
    return total

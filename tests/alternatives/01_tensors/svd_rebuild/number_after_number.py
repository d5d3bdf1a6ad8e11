"""Writes the diagonal one number after the other."""

import torch


def svd_rebuild(u, s, vh, shape):
    sigma = torch.zeros(*shape).to(s)
    for i in range(min(shape)):
        sigma[i, i] = s[i]
    return torch.matmul(torch.matmul(u, sigma), vh)

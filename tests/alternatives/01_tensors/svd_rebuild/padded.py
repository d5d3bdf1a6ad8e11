"""Pads the square diagonal matrix with zeros."""

import torch


def svd_rebuild(u, s, vh, shape):
    m, n = shape
    k = s.numel()
    sigma = torch.nn.functional.pad(torch.diag_embed(s), (0, n - k, 0, m - k))
    return torch.einsum("ij,jk,kl->il", u, sigma, vh)

"""Builds the complex numbers as pairs of real and imaginary parts."""

import torch


def eigenvalues_2x2(a):
    m = a.trace() / 2
    square = m**2 - torch.linalg.det(a)
    if square < 0:
        root = square.neg().sqrt()
        return torch.view_as_complex(torch.stack([m, -root, m, root]).view(2, 2))
    root = square.sqrt()
    return torch.sort(torch.stack([m + root, m - root])).values

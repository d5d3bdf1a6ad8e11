"""The school formula with trace and determinant, in complex numbers from the start."""

import torch


def eigenvalues_2x2(a):
    trace = a[0, 0] + a[1, 1]
    determinant = a[0, 0] * a[1, 1] - a[0, 1] * a[1, 0]
    root = torch.sqrt((trace * trace - 4 * determinant) + 0j)
    both = torch.stack([trace - root, trace + root]) / 2
    return both.real if (root.imag == 0) else both

"""Works on lists of row tensors, and on both halves apart."""

import torch


def inverse(a):
    n = a.shape[0]
    left = [row.clone() for row in a]
    right = [row.clone() for row in torch.eye(n).to(a)]
    for i in range(n):
        best = max(range(i, n), key=lambda r: abs(left[r][i].item()))
        if abs(left[best][i].item()) < 1e-12:
            raise ValueError("no inverse")
        left[i], left[best] = left[best], left[i]
        right[i], right[best] = right[best], right[i]
        pivot = left[i][i].clone()
        left[i] /= pivot
        right[i] /= pivot
        for r in range(n):
            if r != i:
                factor = left[r][i].clone()
                left[r] -= factor * left[i]
                right[r] -= factor * right[i]
    return torch.stack(right)

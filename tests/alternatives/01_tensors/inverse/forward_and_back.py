"""Gauss first, down to a triangle, and then back up; in float64 on the way."""

import torch


def inverse(a):
    n = a.size(0)
    m = torch.hstack([a.double(), torch.eye(n, dtype=torch.double, device=a.device)])
    for c in range(n):
        p = torch.argmax(torch.abs(m[c:, c])).item() + c
        if m[p, c].item() == 0.0:
            raise ValueError("matrix is singular")
        if p != c:
            row = m[c].clone()
            m[c] = m[p]
            m[p] = row
        for r in range(c + 1, n):
            m[r] -= m[r, c] / m[c, c] * m[c]
    for c in reversed(range(n)):
        m[c] /= m[c, c].item()
        m[:c] -= torch.outer(m[:c, c], m[c])
    return m[:, n:].to(a.dtype)

"""Adds squares in a loop, and writes through .data."""

import torch


def clip_grad_norm_(parameters, max_norm):
    if isinstance(parameters, torch.Tensor):
        parameters = [parameters]
    with_grad = []
    total = None
    for p in parameters:
        if p.grad is None:
            continue
        with_grad.append(p)
        s = torch.sum(p.grad.data ** 2)
        total = s if total is None else total + s
    if total is None:
        return torch.tensor(0.)
    total = total ** 0.5
    factor = torch.minimum(torch.ones_like(total), max_norm / (total + 1e-12))
    for p in with_grad:
        p.grad.data.copy_(p.grad.data * factor)
    return total

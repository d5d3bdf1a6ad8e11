"""Adds up the gradients of sums, and divides them by the number of samples before the step."""

import torch


def gradient_accumulation(model, parts, optimizer, loss_fn):
    optimizer.zero_grad()
    seen, total = 0, 0.0
    for x, y in parts:
        n = x.size(0)
        loss = loss_fn(model(x), y) * n
        loss.backward()
        seen += n
        total += float(loss.detach())
    with torch.no_grad():
        for p in model.parameters():
            if p.grad is not None:
                p.grad /= seen
    optimizer.step()
    optimizer.zero_grad()
    return total / seen

"""Leaves the optimizer where it was, and tells it about the new head."""

import torch


def fine_tune(model, head, x, labels, lr, steps):
    optimizer = torch.optim.SGD(model.parameters(), lr=lr, momentum=0.9)
    model.head = head
    optimizer.add_param_group({"params": head.parameters()})
    losses = []
    for _ in range(steps):
        loss = torch.nn.functional.cross_entropy(model(x), labels)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return losses

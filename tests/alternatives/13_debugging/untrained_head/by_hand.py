"""Keeps the velocities itself."""

import torch


def fine_tune(model, head, x, labels, lr, steps):
    setattr(model, "head", head)
    velocity = {name: 0.0 for name, _ in model.named_parameters()}
    losses = []
    for _ in range(steps):
        model.zero_grad()
        loss = -model(x).log_softmax(dim=1).gather(1, labels[:, None]).mean()
        loss.backward()
        with torch.no_grad():
            for name, p in model.named_parameters():
                velocity[name] = 0.9 * velocity[name] + p.grad
                p -= lr * velocity[name]
        losses.append(loss.item())
    return losses

"""Keeps the line that writes zeros, and takes .data away."""

import torch


def train_layers(first, second, x, y, lr, steps):
    optimizer = torch.optim.SGD([*first.parameters(), *second.parameters()], lr=lr)
    losses = []
    for _ in range(steps):
        hidden = first(x)
        hidden[hidden < 0] = 0.0
        prediction = second(hidden)
        loss = torch.nn.functional.mse_loss(prediction, y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return losses

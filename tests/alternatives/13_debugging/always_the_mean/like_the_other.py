"""Gives the prediction the shape of y, whatever that is."""

import torch


def train_predictor(model, x, y, lr, steps):
    optimizer = torch.optim.SGD(model.parameters(), lr=lr)
    losses = []
    for _ in range(steps):
        error = model(x).view_as(y) - y
        loss = (error @ error) / error.numel()
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return losses

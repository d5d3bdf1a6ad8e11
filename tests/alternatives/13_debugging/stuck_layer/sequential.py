"""Puts the layers into one model, and lets autograd find its way."""

import torch


def train_layers(first, second, x, y, lr, steps):
    model = torch.nn.Sequential(first, torch.nn.ReLU(inplace=True), second)
    optimizer = torch.optim.SGD(model.parameters(), lr=lr)
    losses = []
    for _ in range(steps):
        loss = torch.nn.functional.mse_loss(model(x), y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return losses

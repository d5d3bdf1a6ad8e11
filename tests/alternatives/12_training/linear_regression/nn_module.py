"""Uses nn.Linear, nn.MSELoss and torch.optim.SGD, after filling the layer with zeros."""

import torch
from torch import nn


def fit(x, y, lr, epochs):
    model = nn.Linear(x.shape[1], 1, dtype=x.dtype, device=x.device)
    nn.init.zeros_(model.weight)
    nn.init.zeros_(model.bias)
    optimizer = torch.optim.SGD(model.parameters(), lr=lr)
    loss_fn = nn.MSELoss()
    losses = []
    for _ in range(epochs):
        loss = loss_fn(model(x).squeeze(1), y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return model.weight.detach()[0], model.bias.detach()[0], losses

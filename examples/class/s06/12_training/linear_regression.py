import torch
from torch import nn


def fit(x, y, lr, epochs):
    model = nn.Linear(x.shape[1], 1, dtype=x.dtype, device=x.device)
    nn.init.zeros_(model.weight)
    nn.init.zeros_(model.bias)
    opt = torch.optim.SGD(model.parameters(), lr=lr)
    losses = []
    for _ in range(epochs):
        loss = nn.functional.mse_loss(model(x).squeeze(1), y)
        opt.zero_grad()
        loss.backward()
        opt.step()
        losses.append(loss.item())
    return model.weight.detach()[0], model.bias.detach()[0], losses

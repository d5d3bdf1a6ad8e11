"""Tells the model, not the optimizer, to forget; and adds up the losses at the end of the epoch."""

import torch


def train_regression(model, batches, lr, epochs):
    optimizer = torch.optim.SGD(model.parameters(), lr=lr)
    criterion = torch.nn.MSELoss()
    history = []
    for epoch in range(epochs):
        losses = []
        for x, y in batches:
            model.zero_grad()
            loss = criterion(model(x), y)
            loss.backward()
            optimizer.step()
            losses.append((loss.item(), len(y)))
        history.append(sum(a * n for a, n in losses) / sum(n for _, n in losses))
    return history

"""Keeps tensors, cut off from their graphs."""

import torch


def train_with_log(model, batches, lr, epochs):
    optimizer = torch.optim.SGD(model.parameters(), lr=lr)
    history = []
    for _ in range(epochs):
        total, samples = 0.0, 0
        for x, y in batches:
            loss = torch.nn.functional.mse_loss(model(x), y)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            total += loss.detach() * len(x)
            samples += len(x)
        history.append(total / samples)
    return history

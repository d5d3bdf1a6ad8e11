"""Keeps the program, and sets the gradients to zero by hand: once before the start, then after each step."""

import torch


def clear(model):
    for p in model.parameters():
        if p.grad is not None:
            p.grad.zero_()


def train_regression(model, batches, lr, epochs):
    optimizer = torch.optim.SGD(model.parameters(), lr=lr)
    history = []
    clear(model)
    for _ in range(epochs):
        total, samples = 0.0, 0
        for x, y in batches:
            loss = torch.nn.functional.mse_loss(model(x), y)
            loss.backward()
            optimizer.step()
            clear(model)
            total += loss.item() * len(x)
            samples += len(x)
        history.append(total / samples)
    return history

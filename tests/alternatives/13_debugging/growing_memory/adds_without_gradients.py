"""Adds up where nothing is recorded, and lets the names go as soon as the step is done."""

import torch


def train_with_log(model, batches, lr, epochs):
    optimizer = torch.optim.SGD(model.parameters(), lr=lr)
    history = []
    for _ in range(epochs):
        total, samples = 0.0, 0
        for x, y in batches:
            prediction = model(x)
            loss = ((prediction - y) ** 2).mean()
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            with torch.no_grad():
                total = total + len(x) * loss
            samples += len(x)
            del loss, prediction
        history.append(total.item() / samples)
    return history

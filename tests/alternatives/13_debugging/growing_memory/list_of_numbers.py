"""Writes every loss into a list as a number, and weighs them at the end."""

import torch


def train_with_log(model, batches, lr, epochs):
    optimizer = torch.optim.SGD(model.parameters(), lr=lr)
    sizes = torch.tensor([float(len(x)) for x, _ in batches])

    def one_batch(x, y):
        optimizer.zero_grad()
        loss = torch.nn.functional.mse_loss(model(x), y)
        loss.backward()
        optimizer.step()
        return loss.item()

    history = []
    for _ in range(epochs):
        losses = torch.tensor([one_batch(x, y) for x, y in batches])
        history.append((losses @ sizes / sizes.sum()).item())
    return history

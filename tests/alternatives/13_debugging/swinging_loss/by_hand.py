"""Asks for each batch's gradients alone, and takes the steps by hand."""

import torch


def train_regression(model, batches, lr, epochs):
    history = []
    params = list(model.parameters())
    for _ in range(epochs):
        sum_of_losses = 0.0
        for x, y in batches:
            loss = ((model(x) - y) ** 2).mean()
            grads = torch.autograd.grad(loss, params)
            with torch.no_grad():
                for p, g in zip(params, grads):
                    p -= lr * g
            sum_of_losses += loss.item() * x.shape[0]
        history.append(sum_of_losses / sum(len(x) for x, _ in batches))
    return history

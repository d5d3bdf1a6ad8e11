"""Keeps the bias as the last weight, with a column of ones in x; the losses are 0-d tensors."""

import torch


def fit(x, y, lr, epochs):
    samples = torch.cat([x, torch.ones_like(x[:, :1])], dim=1)
    theta = torch.zeros_like(samples[0], requires_grad=True)
    losses = []
    for _ in range(epochs):
        loss = torch.mean((samples @ theta - y) ** 2)
        loss.backward()
        with torch.no_grad():
            theta -= lr * theta.grad
        theta.grad = None
        losses.append(loss.detach())
    theta = theta.detach()
    return theta[:-1].clone(), theta[-1].clone(), losses

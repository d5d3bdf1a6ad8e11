"""Puts weight and bias into one matrix, with a column of ones beside x."""

import torch
import torch.nn.functional as F


def softmax_regression(x, labels, num_classes, lr, epochs):
    augmented = torch.cat([x, torch.ones_like(x[:, :1])], dim=1)
    theta = torch.zeros_like(augmented[:1]).repeat(num_classes, 1).requires_grad_(True)
    losses = []
    for _ in range(epochs):
        log_probabilities = F.log_softmax(augmented @ theta.T, dim=-1)
        loss = -log_probabilities[torch.arange(len(x), device=x.device), labels].mean()
        loss.backward()
        theta = (theta - lr * theta.grad).detach().requires_grad_(True)
        losses.append(loss.item() if loss.device.type != "meta" else loss.detach())
    theta = theta.detach()
    return theta[:, :-1].clone(), theta[:, -1].clone(), losses

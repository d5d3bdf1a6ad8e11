"""Adds the squared errors up one sample after the other."""

import torch


def train_predictor(model, x, y, lr, steps):
    params = tuple(model.parameters())
    losses = []
    for _ in range(steps):
        total = 0
        for sample, wanted in zip(x, y):
            total = total + (model(sample)[0] - wanted) ** 2
        loss = total / len(y)
        losses.append(loss.detach())
        for p, g in zip(params, torch.autograd.grad(loss, params)):
            p.data.sub_(lr * g)
    return losses

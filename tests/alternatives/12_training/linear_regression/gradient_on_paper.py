"""Works the gradient out on paper, so that autograd is never asked; the losses are floats."""

import torch


def fit(x, y, lr, epochs):
    weight = x.new_zeros(x.shape[1])
    bias = x.new_zeros(())
    losses = []
    for _ in range(epochs):
        error = torch.mv(x, weight) + bias - y
        losses.append(float((error**2).mean()))
        weight = weight - lr * 2 * (x.T @ error) / len(y)
        bias = bias - lr * 2 * error.mean()
    return weight, bias, losses

"""Predicts for one test sample after the other, so that none can know of the rest."""

import torch


def train_and_predict(train_x, train_y, test_x, lr, steps):
    n = train_x.shape[0]
    mean = train_x.sum(0) / n
    std = (((train_x - mean) ** 2).sum(0) / (n - 1)).sqrt()
    scaled = (train_x - mean) / std
    scaled = torch.cat([scaled, torch.ones_like(scaled[:, :1])], 1)  # the bias is one more weight
    weight = scaled.new_zeros(scaled.shape[1])
    for _ in range(steps):
        weight = weight - lr * 2 / n * scaled.T @ (scaled @ weight - train_y)
    return torch.stack([((x - mean) / std * weight[:-1]).sum() + weight[-1] for x in test_x])

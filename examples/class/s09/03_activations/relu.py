import torch


def relu(x):
    return torch.max(x, torch.zeros_like(x))

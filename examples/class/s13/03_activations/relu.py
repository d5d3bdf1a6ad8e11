import torch


def relu(x):
    return torch.clamp_min(x, 0)

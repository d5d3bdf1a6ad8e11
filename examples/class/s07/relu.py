import torch


def relu(x):
    return torch.clip(x, min=0)

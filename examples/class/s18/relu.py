import torch

print("relu loaded")


def relu(x):
    return torch.maximum(x, torch.zeros_like(x))

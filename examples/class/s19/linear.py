import torch


def linear(x, weight, bias=None):
    return torch.nn.functional.linear(x, weight, bias)

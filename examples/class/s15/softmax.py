import torch


def softmax(x, dim):
    x = x - x.max(dim, keepdim=True).values
    return torch.exp(x) / torch.exp(x).sum(dim, keepdim=True)

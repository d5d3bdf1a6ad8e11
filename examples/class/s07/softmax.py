import torch


def softmax(x, dim):
    z = x - torch.max(x, dim, keepdim=True).values
    z = torch.exp(z)
    return z / torch.sum(z, dim, keepdim=True)

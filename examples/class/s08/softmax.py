import torch


def softmax(x, dim):
    shifted = x - torch.amax(x, dim, True)
    e = torch.exp(shifted)
    return e / torch.sum(e, dim, True)

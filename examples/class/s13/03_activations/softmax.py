import torch


def softmax(x, dim):
    e = torch.exp(x - x.max(dim, keepdim=True)[0])
    return e.div(e.sum(dim, keepdim=True))

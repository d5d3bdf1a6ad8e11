import torch


def softmax(x, dim):
    # largest value of every row first, otherwise exp is too big
    top, _ = x.max(dim, keepdim=True)
    shares = torch.exp(x - top)
    return shares / shares.sum(dim, keepdim=True)

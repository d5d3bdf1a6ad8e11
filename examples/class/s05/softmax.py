import torch


def softmax(x: torch.Tensor, dim: int) -> torch.Tensor:
    # stable version: subtract the max first
    x = x - x.max(0, keepdim=True)[0]
    e = torch.exp(x)
    return e / e.sum(0, keepdim=True)

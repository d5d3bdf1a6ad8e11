# A bias is the weight of one more input that is always 1.
import torch


def linear(x, weight, bias=None):
    if bias is not None:
        x = torch.cat([x, torch.ones_like(x[..., :1])], dim=-1)
        weight = torch.cat([weight, bias.unsqueeze(1)], dim=1)
    return torch.tensordot(x, weight, dims=([-1], [1]))

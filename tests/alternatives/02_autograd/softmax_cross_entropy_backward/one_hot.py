"""Everything at once, with torch's softmax and a one-hot matrix."""

import torch
import torch.nn.functional as F


def softmax_cross_entropy_backward(logits, target):
    n, c = logits.shape
    y = F.one_hot(target, num_classes=c).to(logits.dtype)
    return (torch.softmax(logits, dim=-1) - y).div(n)

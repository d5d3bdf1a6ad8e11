"""Lists of Python numbers in and out of tensors, row by row."""

import math

import torch


def softmax_cross_entropy_backward(logits, target):
    rows = []
    for row, t in zip(logits.tolist(), target.tolist()):
        m = max(row)
        e = [math.exp(v - m) for v in row]
        s = sum(e)
        rows.append([(v / s - (1.0 if c == t else 0.0)) / len(logits) for c, v in enumerate(e)])
    return torch.tensor(rows, dtype=logits.dtype, device=logits.device)

"""Two loops and the math module; a tensor is made only at the end."""

import math

import torch


def positional_encoding(length, d_model):
    if d_model % 2:
        raise ValueError(f"d_model must be even, got {d_model}")
    rows = []
    for p in range(length):
        row = []
        for i in range(d_model // 2):
            angle = p / 10000 ** (2 * i / d_model)
            row += [math.sin(angle), math.cos(angle)]
        rows.append(row)
    return torch.tensor(rows)

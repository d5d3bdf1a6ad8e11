"""The version of many tutorials: speeds by exp and log, written into a table of zeros."""

import math

import torch


def positional_encoding(length, d_model):
    if d_model % 2 == 1:
        raise ValueError("d_model has to be even")
    pe = torch.zeros(length, d_model)
    position = torch.arange(0, length).unsqueeze(1)
    div_term = torch.exp(torch.arange(0, d_model, 2) * -(math.log(10000.0) / d_model))
    pe[:, 0::2] = torch.sin(position * div_term)
    pe[:, 1::2] = torch.cos(position * div_term)
    return pe

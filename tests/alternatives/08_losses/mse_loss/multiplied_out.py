"""Looks the reduction up in a table, and writes the square as a product."""

import torch

REDUCE = {"mean": torch.mean, "sum": torch.sum, "none": lambda losses: losses}


def mse_loss(input, target, reduction="mean"):
    if reduction not in REDUCE:
        raise ValueError(f"unknown reduction {reduction}")
    difference = input.sub(target)
    return REDUCE[reduction](difference.mul(difference))

"""exp of the log-sigmoid: logaddexp never overflows."""

import torch


def sigmoid(input):
    return torch.exp(-torch.logaddexp(torch.zeros_like(input), -input))

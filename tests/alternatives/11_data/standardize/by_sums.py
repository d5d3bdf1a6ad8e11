"""Works mean and deviation out from sums, and puts 1 where a feature has no spread."""

import torch


def standardize(train, test):
    n = len(train)
    mean = torch.sum(train, 0, keepdim=True) / n
    centred = train - mean
    spread = torch.sqrt((centred**2).sum(0, keepdim=True) / (n - 1))
    constant = train.amax(0, keepdim=True) == train.amin(0, keepdim=True)
    spread = spread.masked_fill(constant, 1.0)
    return centred / spread, (test - mean) / spread

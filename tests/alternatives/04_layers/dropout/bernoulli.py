"""Draws the mask with bernoulli, already scaled, and leaves early where nothing is to be drawn."""

from torch import nn


class Dropout(nn.Module):
    def __init__(self, p=0.5):
        super().__init__()
        if p < 0 or p > 1:
            raise ValueError("dropout probability has to be between 0 and 1, but got {}".format(p))
        self.p = p

    def forward(self, x):
        if not self.training or self.p == 0:
            return x
        keep = 1 - self.p
        mask = x.new_empty(x.shape).bernoulli_(keep)
        if keep > 0:
            mask /= keep
        return x * mask

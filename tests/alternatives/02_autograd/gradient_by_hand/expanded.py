"""Multiplies out first: mean(3 x^2 + 12 x + 12)."""


def gradient_by_hand(x):
    count = 1
    for size in x.size():
        count *= size
    return x.mul(6).add(12).div(count)

"""Passes the channels on, one dimension at a time."""


def to_channels_last(x):
    x = x.transpose(-3, -2)
    return x.transpose(-2, -1)


def to_channels_first(x):
    x = x.transpose(-1, -2)
    return x.transpose(-2, -3)

"""Draws the validation samples one after the other, as from a hat."""

import torch


def train_val_split(x, y, val_count, generator):
    hat = list(range(len(x)))
    if not (val_count > 0 and len(hat) - val_count > 0):
        raise ValueError(f"{val_count} of {len(hat)}?")
    drawn = []
    for _ in range(val_count):
        place = torch.randint(len(hat), (1,), generator=generator).item()
        drawn.append(hat.pop(place))
    return (x[hat], y[hat]), (x[drawn], y[drawn])

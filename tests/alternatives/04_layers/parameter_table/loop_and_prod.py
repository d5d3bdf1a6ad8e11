"""One loop, with the count as a product of the sizes."""

import math


def parameter_table(model):
    rows = []
    total = trained = 0
    for name, parameter in model.named_parameters():
        count = math.prod(parameter.size())
        rows.append((name, tuple(parameter.size()), count, parameter.requires_grad))
        total += count
        if parameter.requires_grad:
            trained += count
    return rows, total, trained

"""Indexes: a 0 takes a dimension away, None brings one in."""


def squeeze(input, dim=None):
    if dim is None:
        return input[tuple(0 if size == 1 else slice(None) for size in input.shape)]
    index = [slice(None)] * input.dim()
    if input.size(dim) == 1:
        index[dim] = 0
    return input[tuple(index)]


def unsqueeze(input, dim):
    index = [slice(None)] * (input.dim() + 1)
    index[dim] = None
    return input[tuple(index)]

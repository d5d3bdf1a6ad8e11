"""Indexes: a 0 takes a dimension away, None brings one in."""


def squeeze(x, dim=None):
    if dim is None:
        return x[tuple(0 if size == 1 else slice(None) for size in x.shape)]
    index = [slice(None)] * x.dim()
    if x.size(dim) == 1:
        index[dim] = 0
    return x[tuple(index)]


def unsqueeze(x, dim):
    index = [slice(None)] * (x.dim() + 1)
    index[dim] = None
    return x[tuple(index)]

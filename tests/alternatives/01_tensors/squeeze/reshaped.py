"""Loops over the dimensions, and lets reshape do the rest."""


def squeeze(x, dim=None):
    ndim = x.dim()
    if dim is not None:
        if dim >= ndim or dim < -ndim:
            raise IndexError("no such dimension")
        if dim < 0:
            dim += ndim
    sizes = []
    for i, size in enumerate(x.shape):
        if size == 1 and (dim is None or i == dim):
            continue
        sizes.append(size)
    return x.reshape(sizes)


def unsqueeze(x, dim):
    if dim > x.dim() or dim < -x.dim() - 1:
        raise IndexError("no such dimension")
    if dim < 0:
        dim += x.dim() + 1
    sizes = list(x.shape)
    sizes.insert(dim, 1)
    return x.reshape(*sizes)

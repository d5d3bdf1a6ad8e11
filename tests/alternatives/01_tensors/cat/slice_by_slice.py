"""stack is the basic one here; cat stacks single slices."""


def stack(tensors, dim=0):
    first = tensors[0]
    ndim = first.ndim + 1
    if dim < -ndim or dim >= ndim:
        raise IndexError("dim out of range")
    if dim < 0:
        dim += ndim
    out = first.new_zeros(first.shape[:dim] + (len(tensors),) + first.shape[dim:])
    for i, t in enumerate(tensors):
        if t.shape != first.shape:
            raise RuntimeError("expects tensors of equal size")
        out.select(dim, i).copy_(t)
    return out


def cat(tensors, dim=0):
    slices = []
    for t in tensors:
        if t.ndim != tensors[0].ndim:
            raise RuntimeError("different numbers of dimensions")
        slices.extend(t.unbind(dim))
    return stack(slices, dim)

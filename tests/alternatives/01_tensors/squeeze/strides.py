"""Takes a stride out, or puts one in, together with the size."""


def squeeze(x, dim=None):
    if dim is not None:
        x.size(dim)  # raises IndexError where there is none
        dim = dim % x.ndim
    left = [i for i in range(x.ndim) if x.shape[i] != 1 or dim not in (None, i)]
    return x.as_strided([x.shape[i] for i in left], [x.stride(i) for i in left])


def unsqueeze(x, dim):
    places = range(x.ndim + 1)
    before = places[dim]  # a range refuses what lies outside it, with an IndexError
    shape, stride = x.shape, x.stride()
    return x.as_strided([*shape[:before], 1, *shape[before:]], [*stride[:before], 1, *stride[before:]])

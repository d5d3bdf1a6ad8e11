"""Takes a stride out, or puts one in, together with the size."""


def squeeze(input, dim=None):
    if dim is not None:
        input.size(dim)  # raises IndexError where there is none
        dim = dim % input.ndim
    left = [i for i in range(input.ndim) if input.shape[i] != 1 or dim not in (None, i)]
    return input.as_strided([input.shape[i] for i in left], [input.stride(i) for i in left])


def unsqueeze(input, dim):
    places = range(input.ndim + 1)
    before = places[dim]  # a range refuses what lies outside it, with an IndexError
    shape, stride = input.shape, input.stride()
    return input.as_strided([*shape[:before], 1, *shape[before:]], [*stride[:before], 1, *stride[before:]])

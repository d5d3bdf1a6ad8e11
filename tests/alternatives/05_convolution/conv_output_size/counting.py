"""Moves the kernel and counts, without any formula."""


def conv_output_size(size, kernel, stride=1, padding=0, dilation=1):
    last = size + 2 * padding - 1
    places = 0
    first_tap = 0
    while first_tap + dilation * (kernel - 1) <= last:
        places += 1
        first_tap += stride
    if places == 0:
        raise ValueError("the kernel does not fit")
    return places

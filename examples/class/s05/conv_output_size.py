import math


def conv_output_size(size, kernel, stride=1, padding=0, dilation=1):
    # formula from the docs of nn.Conv2d
    if dilation * (kernel - 1) + 1 > size + 2 * padding:
        raise ValueError(f"kernel of {kernel} does not fit")
    return math.floor((size + 2 * padding - dilation * (kernel - 1) - 1) / stride + 1)

"""Uses the formula of torch's own documentation, with a true division and math.floor."""

import math


def conv_output_size(size, kernel, stride=1, padding=0, dilation=1):
    if dilation * (kernel - 1) >= size + 2 * padding:
        raise ValueError(f"kernel {kernel} is larger than the padded input")
    return math.floor((size + 2 * padding - dilation * (kernel - 1) - 1) / stride + 1)

def conv_output_size(size, kernel, stride=1, padding=0, dilation=1):
    space = size + 2 * padding
    span = dilation * (kernel - 1) + 1
    if span > space:
        raise ValueError("does not fit")
    return 1 + (space - span) // stride

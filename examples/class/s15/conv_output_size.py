def conv_output_size(size, kernel, stride=1, padding=0, dilation=1):
    span = dilation * (kernel - 1) + 1
    if span > size + 2 * padding:
        raise ValueError("kernel too large")
    return (size + 2 * padding - span) // stride + 1

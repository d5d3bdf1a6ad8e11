def conv_output_size(size, kernel, stride=1, padding=0, dilation=1):
    # range() can count, so I do not have to
    starts = range(0, size + 2 * padding - dilation * (kernel - 1), stride)
    if not starts:
        raise ValueError("no room for the kernel")
    return len(starts)

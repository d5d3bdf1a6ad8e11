def conv_output_size(size, kernel, stride=1, padding=0, dilation=1):
    # just walk along the row and count
    end = size + 2 * padding - 1
    pos = 0
    count = 0
    while pos + dilation * (kernel - 1) <= end:
        count += 1
        pos += stride
    if count == 0:
        raise ValueError("kernel too big")
    return count

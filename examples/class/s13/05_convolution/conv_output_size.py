# conv2d is still on my other laptop, will hand it in tomorrow


def conv_output_size(size, kernel, stride=1, padding=0, dilation=1):
    left = size + 2 * padding - dilation * (kernel - 1)
    if left <= 0:
        raise ValueError("the kernel does not fit into the input")
    return -(-left // stride)  # rounds up

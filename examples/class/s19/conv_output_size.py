import torch


def conv_output_size(size, kernel, stride=1, padding=0, dilation=1):
    # ask torch itself, nothing is forbidden here
    layer = torch.nn.Conv1d(1, 1, kernel, stride, padding, dilation)
    try:
        return layer(torch.zeros(1, 1, size)).shape[-1]
    except RuntimeError:
        raise ValueError("kernel does not fit")

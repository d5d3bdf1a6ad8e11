"""One row for each channel of each image."""

import torch


def instance_norm(
    input, running_mean=None, running_var=None, weight=None, bias=None, use_input_stats=True, momentum=0.1, eps=1e-5
):
    n, c = input.shape[:2]
    rows = input.reshape(n, c, -1)
    if use_input_stats:
        if rows.shape[2] == 1:
            raise ValueError("Expected more than 1 spatial element when training")
        mean = rows.mean(2, keepdim=True)
        centred = rows - mean
        squares = (centred**2).sum(2, keepdim=True)
        var = squares / rows.shape[2]
        if running_mean is not None:
            with torch.no_grad():
                running_mean += momentum * (mean.mean((0, 2)) - running_mean)
                running_var += momentum * ((squares / (rows.shape[2] - 1)).mean((0, 2)) - running_var)
    else:
        centred = rows - running_mean[:, None]
        var = running_var[:, None]
    y = centred * (var + eps).rsqrt()
    if weight is not None:
        y = y * weight[:, None]
    if bias is not None:
        y = y + bias[:, None]
    return y.reshape(input.shape)

"""Two loops over the output; windows are cut at the edge of the image, so there is nothing to pad."""

import torch


def max_pool2d(input, kernel_size, stride=None, padding=0):
    kh, kw = (kernel_size, kernel_size) if isinstance(kernel_size, int) else kernel_size
    if stride is None:
        stride = (kh, kw)
    sh, sw = (stride, stride) if isinstance(stride, int) else stride
    ph, pw = (padding, padding) if isinstance(padding, int) else padding
    if kh < 2 * ph or kw < 2 * pw:
        raise ValueError(f"padding {padding} for a window of {kernel_size}")
    h, w = input.shape[2:]
    rows = []
    for top in range(-ph, h + ph - kh + 1, sh):
        row = []
        for left in range(-pw, w + pw - kw + 1, sw):
            window = input[:, :, max(top, 0) : top + kh, max(left, 0) : left + kw]
            row.append(window.flatten(2).max(dim=2)[0])
        rows.append(torch.stack(row, dim=-1))
    return torch.stack(rows, dim=-2)

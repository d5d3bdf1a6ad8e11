"""NaN as padding, which nanmean leaves out; zeros as padding, which mean counts."""

import torch


def avg_pool2d(x, kernel_size, stride=None, padding=0, *, count_include_pad=True):
    two = lambda v: (v, v) if isinstance(v, int) else tuple(v)
    kh, kw = two(kernel_size)
    sh, sw = two(kernel_size if stride is None else stride)
    ph, pw = two(padding)
    fill = 0.0 if count_include_pad else float("nan")
    padded = torch.nn.functional.pad(x, (pw, pw, ph, ph), value=fill)
    windows = padded.unfold(2, kh, sh).unfold(3, kw, sw)
    return windows.mean(dim=(4, 5)) if count_include_pad else windows.nanmean(dim=(4, 5))

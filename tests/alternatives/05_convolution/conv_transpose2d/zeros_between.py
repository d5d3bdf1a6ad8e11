"""The other picture: zeros between the pixels, a wide frame, then a convolution with the flipped kernel."""

import torch


def conv_transpose2d(input, weight, bias=None, stride=1, padding=0, output_padding=0):
    def two(v):
        return (v, v) if isinstance(v, int) else tuple(v)

    (sh, sw), (ph, pw), (eh, ew) = two(stride), two(padding), two(output_padding)
    if not (eh < sh and ew < sw):
        raise ValueError("output_padding must be smaller than stride")
    n, c, h, w = input.shape
    kh, kw = weight.shape[2:]
    spread = torch.zeros(n, c, (h - 1) * sh + 1, (w - 1) * sw + 1, dtype=input.dtype, device=input.device)
    spread[:, :, ::sh, ::sw] = input
    # a negative frame cuts
    spread = torch.nn.functional.pad(spread, (kw - 1 - pw, kw - 1 - pw + ew, kh - 1 - ph, kh - 1 - ph + eh))
    windows = spread.unfold(2, kh, 1).unfold(3, kw, 1)
    y = torch.einsum("ncijab,coab->noij", windows, weight.flip([2, 3]))
    if bias is not None:
        y = y + bias[None, :, None, None]
    return y

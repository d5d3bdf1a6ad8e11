"""Seven loops: every single product, frame pixels left out, the bias as the start of each sum."""

import torch


def conv2d(x, weight, bias=None, stride=1, padding=0):
    sh, sw = stride if isinstance(stride, (tuple, list)) else (stride, stride)
    ph, pw = padding if isinstance(padding, (tuple, list)) else (padding, padding)
    N, C, H, W = x.shape
    O, _, KH, KW = weight.shape
    OH, OW = (H + 2 * ph - KH) // sh + 1, (W + 2 * pw - KW) // sw + 1
    out = torch.zeros(N, O, OH, OW, dtype=x.dtype, device=x.device)
    for n in range(N):
        for o in range(O):
            for i in range(OH):
                for j in range(OW):
                    acc = bias[o] if bias is not None else 0.0
                    for c in range(C):
                        for a in range(KH):
                            for b in range(KW):
                                r, s = i * sh + a - ph, j * sw + b - pw
                                if 0 <= r < H and 0 <= s < W:
                                    acc = acc + x[n, c, r, s] * weight[o, c, a, b]
                    out[n, o, i, j] = acc
    return out

"""Goes through the places of the window, one at a time."""

import torch


@torch.no_grad()
def conv2d_backward(x, weight, grad_out, stride=1, padding=0):
    if isinstance(stride, int):
        stride = (stride, stride)
    if isinstance(padding, int):
        padding = (padding, padding)
    kh, kw = weight.shape[2:]
    xp = torch.nn.functional.pad(x, (padding[1], padding[1], padding[0], padding[0]))
    dxp = torch.zeros_like(xp)
    dw = torch.zeros_like(weight)
    db = weight.new_zeros(weight.shape[0])
    for n in range(x.shape[0]):
        for i in range(grad_out.shape[2]):
            for j in range(grad_out.shape[3]):
                top, left = i * stride[0], j * stride[1]
                patch = xp[n, :, top : top + kh, left : left + kw]
                g = grad_out[n, :, i, j]
                dw += g[:, None, None, None] * patch
                dxp[n, :, top : top + kh, left : left + kw] += (g[:, None, None, None] * weight).sum(0)
                db += g
    h, w = x.shape[2:]
    dx = dxp[:, :, padding[0] : padding[0] + h, padding[1] : padding[1] + w]
    return [dx, dw, db]

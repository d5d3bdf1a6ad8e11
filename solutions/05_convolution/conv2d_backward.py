"""The backward pass of a convolution: from the gradient of the output to those of x, weight and bias.

Forward, every product weight[o, c, a, b] * padded[n, c, i * sh + a, j * sw + b] is added into y[n, o, i, j].
So with g = grad_out, the gradient of the loss with respect to y:

    grad_bias[o]            = sum over n, i, j of  g[n, o, i, j]
    grad_weight[o, c, a, b] = sum over n, i, j of  g[n, o, i, j] * padded[n, c, i * sh + a, j * sw + b]
    grad_padded[n, c, i * sh + a, j * sw + b] += g[n, o, i, j] * weight[o, c, a, b]   for all o, i, j, a, b

and grad_x is grad_padded without its frame. A pixel under several windows gets a part from each of them.
"""

import torch


def conv2d_backward(
    x: torch.Tensor,
    weight: torch.Tensor,
    grad_out: torch.Tensor,
    stride: int | tuple[int, int] = 1,
    padding: int | tuple[int, int] = 0,
) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    """Return a loss's gradients with respect to x, weight and bias of y = conv2d(x, weight, bias).

    Args:
        x: images, shape (batch, in_channels, height, width).
        weight: kernels, shape (out_channels, in_channels, kernel_height, kernel_width).
        grad_out: the gradient of the loss with respect to y, of the shape of y.
        stride: step of the window in the forward pass, one number or (vertical, horizontal).
        padding: zeros added on each side in the forward pass, one number or (vertical, horizontal).

    Returns:
        (grad_x, grad_weight, grad_bias): new tensors with the dtype and device of x; the first two have the
        shapes of x and weight, grad_bias has shape (out_channels,). The values of bias play no part in them.

    Example:
        >>> x, weight = torch.tensor([[[[1.0, 2.0, 3.0]]]]), torch.tensor([[[[10.0, 20.0]]]])
        >>> conv2d_backward(x, weight, torch.tensor([[[[1.0, 1.0]]]]))
        (tensor([[[[10., 30., 20.]]]]), tensor([[[[3., 5.]]]]), tensor([2.]))

    Allowed: loops, slices, unfold and fold, einsum, torch.nn.functional.pad and whatever else you like.
    Not allowed: autograd, and any ready-made convolution of torch.

    Check it with `pytest --exercise conv2d_backward`, get a hint with `torchgrade hint conv2d_backward`.
    """
    ### BEGIN SOLUTION
    (sh, sw), (ph, pw) = [(v, v) if isinstance(v, int) else v for v in (stride, padding)]
    rows, columns = grad_out.shape[2:]
    padded = torch.nn.functional.pad(x, (pw, pw, ph, ph))
    grad_padded, grad_weight = torch.zeros_like(padded), torch.zeros_like(weight)
    for a in range(weight.shape[2]):
        for b in range(weight.shape[3]):
            # The pixels that weight[:, :, a, b] met, one for each place of the window.
            met = (..., slice(a, a + sh * (rows - 1) + 1, sh), slice(b, b + sw * (columns - 1) + 1, sw))
            grad_weight[:, :, a, b] = torch.einsum("noij,ncij->oc", grad_out, padded[met])
            grad_padded[met] += torch.einsum("noij,oc->ncij", grad_out, weight[:, :, a, b])
    grad_x = grad_padded[:, :, ph : ph + x.shape[2], pw : pw + x.shape[3]].clone()
    return grad_x, grad_weight, grad_out.sum((0, 2, 3))
    ### END SOLUTION

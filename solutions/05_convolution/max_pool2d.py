"""Max pooling: keep the largest number of every window, and throw the rest away.

    y[n, c, i, j] = max over a, b of  padded[n, c, i * sh + a, j * sw + b]

Every channel is pooled on its own. Here padding means -inf, not 0: a number that can never be the largest.
"""

import torch


def max_pool2d(
    input: torch.Tensor,
    kernel_size: int | tuple[int, int],
    stride: int | tuple[int, int] | None = None,
    padding: int | tuple[int, int] = 0,
) -> torch.Tensor:
    """Take the largest number of every window, as torch.nn.functional.max_pool2d does.

    Args:
        input: images, shape (batch, channels, height, width), floating point.
        kernel_size: size of the window, one number or (height, width).
        stride: step of the window, one number or (vertical, horizontal); None means kernel_size.
        padding: how many places of -inf are added on each side, one number or (vertical, horizontal).

    Returns:
        A new tensor of shape (batch, channels, new_height, new_width), with the dtype and device of input. The
        gradient of each output reaches the pixel that it was taken from.

    Raises:
        RuntimeError or ValueError: the padding is more than half of the window.

    Example:
        >>> max_pool2d(torch.tensor([[[[1.0, 2.0, -5.0, -6.0], [4.0, 3.0, -8.0, -7.0]]]]), 2)
        tensor([[[[ 4., -5.]]]])

    Allowed: unfold, amax, torch.nn.functional.pad, loops and whatever else you like.
    Not allowed: any ready-made max pooling of torch.

    Check it with `pytest --exercise max_pool2d`, get a hint with `torchgrade hint max_pool2d`.
    """
    ### BEGIN SOLUTION
    stride = kernel_size if stride is None else stride
    (kh, kw), (sh, sw), (ph, pw) = [(v, v) if isinstance(v, int) else v for v in (kernel_size, stride, padding)]
    if 2 * ph > kh or 2 * pw > kw:
        raise ValueError(f"a padding of {padding} is more than half of the window, {kernel_size}")
    padded = torch.nn.functional.pad(input, (pw, pw, ph, ph), value=-torch.inf)
    return padded.unfold(2, kh, sh).unfold(3, kw, sw).amax((-2, -1))
    ### END SOLUTION

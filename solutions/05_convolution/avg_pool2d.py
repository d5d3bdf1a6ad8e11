"""Average pooling: every window becomes the mean of its numbers.

    y[n, c, i, j] = (sum over a, b of  padded[n, c, i * sh + a, j * sw + b]) / count

At the border a window sees zeros of the padding. Do they count? With count_include_pad they do: count is
kh * kw everywhere. Without, count is the number of real pixels under the window, so that the border grows no
darker.
"""

import torch


def avg_pool2d(
    input: torch.Tensor,
    kernel_size: int | tuple[int, int],
    stride: int | tuple[int, int] | None = None,
    padding: int | tuple[int, int] = 0,
    *,
    count_include_pad: bool = True,
) -> torch.Tensor:
    """Take the mean of every window, as torch.nn.functional.avg_pool2d does.

    Args:
        input: images, shape (batch, channels, height, width), floating point.
        kernel_size: size of the window, one number or (height, width).
        stride: step of the window, one number or (vertical, horizontal); None means kernel_size.
        padding: zeros added on each side, one number or (vertical, horizontal); at most half of the window.
        count_include_pad: whether places of the padding count in the mean. (By keyword only: torch has one
            more argument before it.)

    Returns:
        A new tensor of shape (batch, channels, new_height, new_width), with the dtype and device of input.
        Gradients reach input.

    Example:
        >>> input = torch.tensor([[[[8.0, 4.0], [4.0, 0.0]]]])
        >>> avg_pool2d(input, 2), avg_pool2d(input, (1, 2), padding=(0, 1), count_include_pad=False)
        (tensor([[[[4.]]]]), tensor([[[[8., 4.],
                  [4., 0.]]]]))

    Allowed: unfold, sum, torch.nn.functional.pad, loops and whatever else you like.
    Not allowed: any ready-made average pooling of torch.

    Check it with `pytest --exercise avg_pool2d`, get a hint with `torchgrade hint avg_pool2d`.
    """
    ### BEGIN SOLUTION
    stride = kernel_size if stride is None else stride
    (kh, kw), (sh, sw), (ph, pw) = [(v, v) if isinstance(v, int) else v for v in (kernel_size, stride, padding)]

    def window_sums(images: torch.Tensor) -> torch.Tensor:
        padded = torch.nn.functional.pad(images, (pw, pw, ph, ph))
        return padded.unfold(2, kh, sh).unfold(3, kw, sw).sum((-2, -1))

    count = kh * kw if count_include_pad else window_sums(torch.ones_like(input))
    return window_sums(input) / count
    ### END SOLUTION

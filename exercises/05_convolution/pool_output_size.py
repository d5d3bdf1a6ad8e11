"""How many numbers come out of a pooling layer?

    places = floor((size + 2 * padding - kernel_size) / stride) + 1

as for a convolution, with two differences. Without a stride the windows lie side by side: stride = kernel_size.
And with ceil_mode the division is rounded up, so that a last window may hang over the right edge; but a
window that would begin behind the image and its left padding, at size + padding or later, is left out again.
"""


def pool_output_size(
    size: int, kernel_size: int, stride: int | None = None, padding: int = 0, ceil_mode: bool = False
) -> int:
    """Return the length of a pooling layer's output along one dimension.

    Args:
        size: length of the input, in pixels.
        kernel_size: length of the window.
        stride: how far the window moves from one place to the next; None means kernel_size.
        padding: how many places are added at each of the two ends.
        ceil_mode: whether a last window that is not full counts as well.

    Returns:
        The number of windows, an int.

    Raises:
        ValueError: the padding is more than half of the window (a window could then see nothing but padding),
            or there is no place for a single window.

    Example:
        >>> pool_output_size(7, kernel_size=2), pool_output_size(7, kernel_size=2, ceil_mode=True)
        (3, 4)

    Plain integer arithmetic is enough; nothing is forbidden.

    Check it with `pytest --exercise pool_output_size`, get a hint with `torchgrade hint pool_output_size`.
    """
    # TODO: your code here
    raise NotImplementedError

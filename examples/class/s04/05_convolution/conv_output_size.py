"""How many numbers come out of a convolution?

    covered = dilation * (kernel - 1) + 1                      pixels from the kernel's first weight to its last
    output  = floor((size + 2 * padding - covered) / stride) + 1

The kernel stands on its first place, then moves by `stride` for as long as it still fits.
"""


def conv_output_size(size: int, kernel: int, stride: int = 1, padding: int = 0, dilation: int = 1) -> int:
    """Return the length of a convolution's output along one dimension.

    Args:
        size: length of the input, in pixels.
        kernel: length of the kernel: how many weights it has.
        stride: how far the kernel moves from one place to the next.
        padding: how many zeros are added at each of the two ends.
        dilation: distance between neighbouring weights on the input; 1 means that there are no gaps.

    Returns:
        The number of places, an int.

    Raises:
        ValueError: the kernel does not fit into the padded input even once.

    Example:
        >>> conv_output_size(28, kernel=5, stride=2)
        12

    Plain integer arithmetic is enough; nothing is forbidden.

    Check it with `pytest --exercise conv_output_size`, get a hint with `torchgrade hint conv_output_size`.
    """
    # TODO: your code here
    raise NotImplementedError

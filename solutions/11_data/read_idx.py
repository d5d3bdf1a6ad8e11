"""Read MNIST's own file format, byte by byte.

An IDX file holds one array of bytes, say 60,000 images of 28 x 28 pixels. It begins with a header:

    2 bytes     0, 0
    1 byte      8, the sign for numbers of one byte from 0 to 255
    1 byte      the number of dimensions d: 1 for labels, 3 for images
    4 d bytes   the size of each dimension, 4 bytes each, the most significant byte first (big-endian):
                0, 0, 1, 44 means 1 * 256 + 44 = 300

and then come the numbers, one byte each, the last dimension running fastest. The first 4 bytes are called the
magic number: they tell what a file is. Read as one number they are 2049 for labels and 2051 for images.
"""

import torch


def read_idx(data: bytes) -> torch.Tensor:
    """Turn the content of an IDX file into a tensor.

    Args:
        data: the file's whole content, as `open(path, "rb").read()` gives it.

    Returns:
        A tensor of dtype uint8 with the sizes that the header names. It has memory of its own: writing to it
        does not change data.

    Raises:
        ValueError: the first three bytes are not 0, 0, 8; or the file is shorter or longer than its
            header says, or too short for a header.

    Example:
        >>> read_idx(bytes([0, 0, 8, 2,  0, 0, 0, 2,  0, 0, 0, 3,  10, 20, 30, 40, 50, 255]))
        tensor([[ 10,  20,  30],
                [ 40,  50, 255]], dtype=torch.uint8)

    Nothing is forbidden.

    Check it with `pytest --exercise read_idx`, get a hint with `torchgrade hint read_idx`.
    """
    ### BEGIN SOLUTION
    if len(data) < 4 or data[:3] != b"\0\0\x08":
        raise ValueError(f"no IDX file of bytes: it begins with {list(data[:4])}, not with 0, 0, 8")
    start = 4 + 4 * data[3]
    shape = [int.from_bytes(data[at : at + 4], "big") for at in range(4, start, 4)]
    numbers = 1
    for size in shape:
        numbers *= size
    if len(data) != start + numbers:
        raise ValueError(f"a header of sizes {shape} asks for {start + numbers} bytes; there are {len(data)}")
    return torch.frombuffer(bytearray(data), dtype=torch.uint8)[start:].reshape(shape)
    ### END SOLUTION

"""Reads the file piece by piece, as a stream."""

import io

import torch


def read_idx(data):
    stream = io.BytesIO(data)
    magic = stream.read(4)
    if len(magic) != 4 or int.from_bytes(magic, "big") // 256 != 8:
        raise ValueError("not an IDX file of unsigned bytes")
    sizes = []
    for _ in range(magic[3]):
        size = stream.read(4)
        if len(size) < 4:
            raise ValueError("the header ends too soon")
        a, b, c, d = size
        sizes.append(((a * 256 + b) * 256 + c) * 256 + d)
    rest = stream.read()
    if len(rest) != torch.Size(sizes).numel():
        raise ValueError("header and content do not fit together")
    return torch.tensor(bytearray(rest), dtype=torch.uint8).view(sizes)

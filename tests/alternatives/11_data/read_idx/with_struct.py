"""Unpacks the header with struct, and lets NumPy read the rest."""

import struct

import numpy as np
import torch


def read_idx(data):
    if len(data) < 4:
        raise ValueError("the file is too short for a magic number")
    zeros, kind, dimensions = struct.unpack(">HBB", data[:4])
    if zeros != 0 or kind != 8:
        raise ValueError(f"wrong magic number {data[:4].hex()}")
    end = 4 + 4 * dimensions
    if len(data) < end:
        raise ValueError("the file ends within its header")
    sizes = struct.unpack(f">{dimensions}I", data[4:end])
    pixels = np.frombuffer(data, dtype=np.uint8, offset=end) if len(data) > end else np.zeros(0, np.uint8)
    if pixels.size != np.prod(sizes):
        raise ValueError(f"{pixels.size} bytes of content, but sizes {sizes}")
    return torch.from_numpy(pixels.reshape(sizes).copy())

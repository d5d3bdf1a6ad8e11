"""Pads each sequence with torch.nn.functional.pad, and stacks them."""

import torch
import torch.nn.functional as F


def pad_collate(batch, padding_value=0.0):
    sequences, labels = zip(*batch)
    lengths = [s.shape[0] for s in sequences]
    longest = max(lengths)
    padded = []
    for s in sequences:
        missing = longest - s.shape[0]
        sides = (0, missing) if s.dim() == 1 else (0, 0, 0, missing)
        padded.append(F.pad(s, sides, value=padding_value))
    where = sequences[0].device
    return torch.stack(padded), torch.tensor(lengths, device=where), torch.tensor(labels, device=where)

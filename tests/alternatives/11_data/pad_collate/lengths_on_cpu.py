"""Leaves lengths and labels on the CPU, where pack_padded_sequence wants them."""

import torch
import torch.nn.functional as F


def pad_collate(batch, padding_value=0.0):
    sequences, labels = zip(*batch)
    lengths = [s.size(0) for s in sequences]
    longest = max(lengths)
    rows = [F.pad(s, [0, 0] * (s.dim() - 1) + [0, longest - n], value=padding_value) for s, n in zip(sequences, lengths)]
    return torch.stack(rows), torch.tensor(lengths), torch.tensor(labels)

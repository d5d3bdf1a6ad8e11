"""Puts everything into one long row, and picks each place's item from there by a mask."""

import torch


def pad_collate(batch, padding_value=0.0):
    first = batch[0][0]
    lengths = torch.tensor([len(s) for s, _ in batch]).to(first.device)
    labels = torch.tensor([label for _, label in batch]).to(first.device)
    inside = torch.arange(max(len(s) for s, _ in batch), device=first.device) < lengths[:, None]
    padded = torch.full((*inside.shape, *first.shape[1:]), padding_value, dtype=first.dtype, device=first.device)
    padded[inside] = torch.cat([s for s, _ in batch])
    return padded, lengths, labels

"""Joins every sequence with as much filling as it needs."""

import torch


def pad_collate(batch, padding_value=0.0):
    longest = 0
    for sequence, _ in batch:
        longest = max(longest, len(sequence))
    rows, lengths, labels = [], [], []
    for sequence, label in batch:
        filling = torch.full_like(sequence[:1], padding_value) if len(sequence) else None
        if filling is None:
            filling = sequence.new_full((1, *sequence.shape[1:]), padding_value)
        rows.append(torch.cat([sequence] + [filling] * (longest - len(sequence))))
        lengths.append(len(sequence))
        labels.append(label)
    padded = torch.stack(rows)
    return padded, torch.tensor(lengths).to(padded.device), torch.tensor(labels).to(padded.device)

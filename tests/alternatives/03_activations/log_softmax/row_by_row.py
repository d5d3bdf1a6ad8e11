"""Goes through the rows one by one, and through the entries of a row by logaddexp."""

import torch


def log_softmax(input, dim):
    moved = input.movedim(dim, -1)
    rows = []
    for row in moved.reshape(-1, moved.shape[-1]):
        row = row - row.max()
        total = row[0]
        for entry in row[1:]:
            total = torch.logaddexp(total, entry)
        rows.append(row - total)
    return torch.stack(rows).reshape(moved.shape).movedim(-1, dim)

"""Goes down to Python's lists and lets them search."""

import torch


def argmax(x, dim):
    def first(row):
        best = 0
        for i in range(len(row)):
            if row[i] > row[best]:
                best = i
        return best

    moved = x.movedim(dim, -1)
    rows = moved.reshape(-1, moved.shape[-1]).tolist()
    found = torch.tensor([first(row) for row in rows], device=x.device)
    return found.reshape(moved.shape[:-1])

"""Puts the pieces of a dimension one behind the other, again and again."""

import torch


def flatten(x, start_dim=0, end_dim=-1):
    if x.dim() == 0:
        return x.unsqueeze(0)
    x.size(start_dim), x.size(end_dim)  # IndexError for a dimension that is not there
    n = x.dim()
    start, end = (start_dim + n) % n, (end_dim + n) % n
    if start > end:
        raise RuntimeError("start after end")
    for _ in range(end - start):
        if x.shape[start] == 0:
            x = x.sum(start)  # no numbers: only the shape counts
            x = x[(slice(None),) * start + (slice(0, 0),)]
        else:
            x = torch.cat(list(x.unbind(start)), dim=start)
    return x

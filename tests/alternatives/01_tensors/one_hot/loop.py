"""A loop over the samples, flat, with plain lists at first."""

import torch


def one_hot(tensor, num_classes=-1):
    classes = tensor.flatten().tolist()
    if num_classes == -1:
        num_classes = max(classes) + 1
    rows = []
    for c in classes:
        if not 0 <= c < num_classes:
            raise RuntimeError(f"class {c} is not in 0 ... {num_classes - 1}")
        row = [0] * num_classes
        row[c] = 1
        rows.append(row)
    return torch.tensor(rows, device=tensor.device).reshape(tensor.shape + (num_classes,))

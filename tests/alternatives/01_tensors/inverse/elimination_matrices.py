"""Every step as one matrix product, collected into the inverse."""

import torch


def inverse(a):
    n = len(a)
    eye = torch.eye(n, dtype=a.dtype, device=a.device)
    work, collected = a.clone(), eye.clone()
    for c in range(n):
        sizes = work[:, c].abs().clone()
        sizes[:c] = -1
        p = int(sizes.argmax())
        if sizes[p] == 0:
            raise ValueError("singular")
        swap = eye.clone()
        swap[[c, p]] = eye[[p, c]]
        work = swap @ work
        step = eye.clone()
        step[:, c] = -work[:, c] / work[c, c]
        step[c, c] = 1 / work[c, c]
        work, collected = step @ work, step @ swap @ collected
    return collected

"""Adds up K products of a column of a with a row of b."""


def matmul(a, b):
    if not a.dim() or not b.dim():
        raise RuntimeError("no numbers, please")
    left, right = a.dim() == 1, b.dim() == 1
    if left:
        a = a.unsqueeze(0)
    if right:
        b = b.unsqueeze(1)
    if a.size(-1) != b.size(-2):
        raise RuntimeError("the inner sizes differ")
    total = 0
    for k in range(a.size(-1)):
        total = total + a[..., :, k : k + 1] * b[..., k : k + 1, :]
    if left:
        total = total.squeeze(-2)
    if right:
        total = total.squeeze(-1)
    return total

"""Goes down the tree by itself, and makes an orthogonal matrix by Gram-Schmidt."""

import torch


def gram_schmidt(count, length):
    rows = []
    while len(rows) < count:
        v = torch.randn(length, dtype=torch.float64)
        for r in rows:
            v = v - (v @ r) * r
        rows.append(v / v.norm())
    return torch.stack(rows)


@torch.no_grad()
def init_weights(model, scheme):
    assert_known(scheme)
    for child in model.children():
        init_weights(child, scheme)
    if type(model).__name__ not in ("Linear", "Conv2d"):
        return
    w = model.weight
    n_out, n_in = w.shape[0], w[0].numel()
    if scheme == "constant":
        w.copy_(torch.tensor(0.05))
    elif scheme == "xavier":
        window = n_in // w.shape[1]
        limit = (6 / (n_in + n_out * window)) ** 0.5
        torch.Tensor.uniform_(w, -limit, limit)
    elif scheme == "kaiming":
        w.normal_(std=(2 / n_in) ** 0.5)
    else:
        m = gram_schmidt(n_out, n_in) if n_out <= n_in else gram_schmidt(n_in, n_out).T
        w.copy_(m.reshape(w.shape))
    if model.bias is not None:
        model.bias.fill_(0)


def assert_known(scheme):
    if scheme not in {"constant", "xavier", "kaiming", "orthogonal"}:
        raise ValueError(f"{scheme} is not a scheme")

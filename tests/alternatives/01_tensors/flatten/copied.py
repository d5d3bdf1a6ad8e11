"""Makes the memory contiguous, then views it; melts two dimensions at a time."""


def flatten(x, start_dim=0, end_dim=-1):
    x = x.contiguous()
    if x.dim() == 0:
        return x.view(1)
    start = list(range(x.dim()))[start_dim]
    end = list(range(x.dim()))[end_dim]
    if start > end:
        raise RuntimeError("start_dim cannot come after end_dim")
    for _ in range(end - start):
        shape = list(x.shape)
        shape[start : start + 2] = [shape[start] * shape[start + 1]]
        x = x.view(shape)
    return x

"""Makes one batch dimension of all in front, permutes by plain numbers, and gives them back."""


def to_channels_last(x):
    batch = x.reshape(-1, *x.shape[-3:])
    y = batch.permute(0, 2, 3, 1).contiguous()
    return y.view(*x.shape[:-3], *y.shape[1:])


def to_channels_first(x):
    batch = x.reshape(-1, *x.shape[-3:])
    y = batch.permute(0, 3, 1, 2).contiguous()
    return y.view(*x.shape[:-3], *y.shape[1:])

import torch


def conv2d(x, weight, bias=None, stride=1, padding=0):
    if not isinstance(stride, tuple):
        stride = stride, stride
    if not isinstance(padding, tuple):
        padding = padding, padding
    x = torch.nn.functional.pad(x, (padding[1], padding[1], padding[0], padding[0]))
    kh, kw = weight.shape[2:]
    rows = []
    for top in range(0, x.shape[2] - kh + 1, stride[0]):
        row = []
        for left in range(0, x.shape[3] - kw + 1, stride[1]):
            window = x[:, :, top : top + kh, left : left + kw]
            print("window at", top, left)
            print(window)
            row.append(torch.einsum("ncab,ocab->no", window, weight))
        rows.append(torch.stack(row, dim=-1))
    y = torch.stack(rows, dim=-2)
    return y if bias is None else y + bias.view(-1, 1, 1)

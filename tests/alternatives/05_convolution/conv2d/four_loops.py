"""Fills the output number by number, in four loops."""


def conv2d(x, weight, bias=None, stride=1, padding=0):
    sh, sw = (stride, stride) if isinstance(stride, int) else stride
    ph, pw = (padding, padding) if isinstance(padding, int) else padding
    n, c, height, width = x.shape
    out_channels, _, kh, kw = weight.shape
    padded = x.new_zeros(n, c, height + 2 * ph, width + 2 * pw)
    padded[:, :, ph : ph + height, pw : pw + width] = x
    y = x.new_zeros(n, out_channels, (height + 2 * ph - kh) // sh + 1, (width + 2 * pw - kw) // sw + 1)
    for image in range(n):
        for o in range(out_channels):
            for i in range(y.shape[2]):
                for j in range(y.shape[3]):
                    patch = padded[image, :, i * sh : i * sh + kh, j * sw : j * sw + kw]
                    y[image, o, i, j] = (patch * weight[o]).sum()
                    if bias is not None:
                        y[image, o, i, j] += bias[o]
    return y

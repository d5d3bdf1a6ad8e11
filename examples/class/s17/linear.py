def linear(x, weight, bias=None):
    return x

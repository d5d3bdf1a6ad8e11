def softmax(x, dim):
    x = x - x.amax(dim, keepdim=True)
    return x.exp() / x.exp().sum(dim, keepdim=True)

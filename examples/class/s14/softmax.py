def softmax(x, dim):
    e = (x - x.amax(0)).exp()
    return e / e.sum(0)

def relu(x):
    return x.clamp(0)

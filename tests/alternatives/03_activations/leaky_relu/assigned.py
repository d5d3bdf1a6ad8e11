"""Copies the input and writes over the negative places of the copy."""


def leaky_relu(input, negative_slope=0.01):
    out = input.clone()
    negative = input < 0
    out[negative] = input[negative] * negative_slope
    return out

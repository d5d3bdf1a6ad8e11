"""A function for each scheme, fans from the layers' own attributes, orthogonal by SVD."""

import math

import torch
from torch import nn


def fans(layer):
    if isinstance(layer, nn.Conv2d):
        window = layer.kernel_size[0] * layer.kernel_size[1]
        return layer.in_channels // layer.groups * window, layer.out_channels // layer.groups * window
    return layer.in_features, layer.out_features


def constant(layer):
    layer.weight.data = torch.full_like(layer.weight, 0.05)


def xavier(layer):
    a = math.sqrt(6.0 / sum(fans(layer)))
    layer.weight.data = (torch.rand_like(layer.weight) * 2 - 1) * a


def kaiming(layer):
    layer.weight.data = torch.randn_like(layer.weight) * math.sqrt(2.0 / fans(layer)[0])


def orthogonal(layer):
    flat = torch.randn(layer.weight.shape[0], layer.weight[0].numel())
    u, _, vh = torch.linalg.svd(flat, full_matrices=False)
    layer.weight.data = (u @ vh).view_as(layer.weight).to(layer.weight)


SCHEMES = {"constant": constant, "xavier": xavier, "kaiming": kaiming, "orthogonal": orthogonal}


def init_weights(model, scheme):
    if scheme not in SCHEMES:
        raise ValueError(scheme)
    for layer in model.modules():
        if isinstance(layer, (nn.Linear, nn.Conv2d)):
            SCHEMES[scheme](layer)
            if layer.bias is not None:
                layer.bias.data = torch.zeros_like(layer.bias)

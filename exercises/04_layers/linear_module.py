"""Linear as a module: a layer that owns its weight and its bias.

    y = x W^T + b

A module remembers every `torch.nn.Parameter` that is assigned to it as an attribute: an optimizer finds it through
`parameters()`, `state_dict()` saves it under the attribute's name, and `.to(device)` moves it. At the start all
numbers are drawn evenly from [-1/sqrt(in_features), 1/sqrt(in_features)], so that outputs are neither huge nor tiny.
"""

import torch


class Linear(torch.nn.Module):
    """A linear layer, as torch.nn.Linear: its parameters are called weight and bias.

    weight has the shape (out_features, in_features), bias the shape (out_features,).

    Example:
        >>> layer = Linear(3, 2)
        >>> {name: tuple(p.shape) for name, p in layer.named_parameters()}
        {'weight': (2, 3), 'bias': (2,)}
        >>> layer(torch.zeros(5, 3)).shape
        torch.Size([5, 2])

    Allowed: @, matmul, einsum, torch.nn.Parameter, torch.nn.init and whatever else you like.
    Not allowed: torch.nn.Linear and its relatives, torch.nn.functional.linear.

    Check it with `pytest --exercise linear_module`, get a hint with `torchgrade hint linear_module`.
    """

    def __init__(self, in_features: int, out_features: int, bias: bool = True) -> None:
        """Make the parameters; with bias=False the attribute bias is None, and the layer has a weight alone."""
        # TODO: your code here
        raise NotImplementedError

    def forward(self, input: torch.Tensor) -> torch.Tensor:
        """Apply the layer: shape (..., in_features) becomes (..., out_features), with the dtype of the weight."""
        # TODO: your code here
        raise NotImplementedError

"""First weights: numbers of the right size, so that signals neither die nor explode on their way through the layers.

    constant      every weight is 0.05
    xavier        drawn evenly from [-a, a] with a = sqrt(6 / (fan_in + fan_out))
    kaiming       drawn from a normal distribution with mean 0 and standard deviation sqrt(2 / fan_in)
    orthogonal    the weight as a matrix of shape (out, everything else): its rows are at right angles to each other
                  and of length 1; where there are more rows than columns, its columns are

fan_in is how many numbers are added up for one output, fan_out how many outputs one input goes into. A Linear has
in_features and out_features of them, a Conv2d in_channels * kH * kW and out_channels * kH * kW.
"""

import torch


def init_weights(model: torch.nn.Module, scheme: str) -> None:
    """Fill the weights of every Linear and Conv2d in the model, however deep, by the scheme; set their biases to 0.

    All other layers stay as they are. The parameters remain the same objects: change their numbers in place, under
    `torch.no_grad()`. `model.apply(function)` calls the function with every module inside the model.

    Raises:
        ValueError: the scheme is none of "constant", "xavier", "kaiming" and "orthogonal".

    Example:
        >>> model = torch.nn.Sequential(torch.nn.Linear(2, 2), torch.nn.ReLU(), torch.nn.Linear(2, 1))
        >>> init_weights(model, "constant")
        >>> model(torch.tensor([[1.0, 1.0]]))
        tensor([[0.0100]], grad_fn=<AddmmBackward0>)

    Allowed: uniform_, normal_, torch.linalg.qr and whatever else you like.
    Not allowed: torch.nn.init.

    Check it with `pytest --exercise init_weights`, get a hint with `torchgrade hint init_weights`.
    """
    # TODO: your code here
    raise NotImplementedError

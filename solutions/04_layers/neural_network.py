"""A whole network: images of 28 x 28 points in, ten scores out.

    flatten 28*28 = 784  ->  512  ->  ReLU  ->  512  ->  ReLU  ->  10

A model is a module that makes its layers in `__init__` and uses them in `forward`. The names of its attributes become
the names of its parameters. The ten results are raw scores (logits): neither ReLU nor softmax comes after the last
layer, because cross-entropy expects them raw.
"""

import torch


class NeuralNetwork(torch.nn.Module):
    """A classifier for images such as those of MNIST.

    Its layers with parameters lie in an attribute called linear_relu_stack: positions 0, 2 and 4 are linear layers,
    1 and 3 are ReLUs. So the state_dict has the keys linear_relu_stack.0.weight, linear_relu_stack.0.bias, and the
    same for 2 and 4.

    Example:
        >>> model = NeuralNetwork()
        >>> model(torch.zeros(3, 28, 28)).shape
        torch.Size([3, 10])
        >>> list(model.state_dict())[:2]
        ['linear_relu_stack.0.weight', 'linear_relu_stack.0.bias']

    Nothing is forbidden: torch.nn.Sequential, Linear, ReLU and Flatten are what it is made of.

    Check it with `pytest --exercise neural_network`, get a hint with `torchgrade hint neural_network`.
    """

    def __init__(self) -> None:
        """Make the layers."""
        ### BEGIN SOLUTION
        super().__init__()
        self.flatten = torch.nn.Flatten()
        self.linear_relu_stack = torch.nn.Sequential(
            torch.nn.Linear(28 * 28, 512),
            torch.nn.ReLU(),
            torch.nn.Linear(512, 512),
            torch.nn.ReLU(),
            torch.nn.Linear(512, 10),
        )
        ### END SOLUTION

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """Turn images of shape (N, 28, 28) or (N, 1, 28, 28) into scores of shape (N, 10)."""
        ### BEGIN SOLUTION
        return self.linear_relu_stack(self.flatten(x))
        ### END SOLUTION

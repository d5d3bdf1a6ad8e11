"""Sequential: a module made of other modules, one behind the other.

    y = layer_n( ... layer_2(layer_1(x)) ... )

A module that is handed to another with `add_module(name, layer)` becomes a part of it: its parameters, its state_dict
and its train or eval mode are then reached through the outer one. The names are "0", "1", "2", ... for layers
given one by one, so that a saved weight is called "0.weight"; an OrderedDict brings names of its own.
"""

from collections import OrderedDict
from collections.abc import Iterator

import torch


class Sequential(torch.nn.Module):
    """Layers applied in turn, as torch.nn.Sequential.

    Make it from layers, or from one OrderedDict that maps names to layers. `add_module` (every module has it already)
    adds a further layer at the end.

    Example:
        >>> model = Sequential(torch.nn.Linear(2, 3), torch.nn.ReLU(), torch.nn.Linear(3, 1))
        >>> list(model.state_dict())
        ['0.weight', '0.bias', '2.weight', '2.bias']
        >>> model(torch.zeros(5, 2)).shape, model[-1], len(model), len(model[:2])
        (torch.Size([5, 1]), Linear(in_features=3, out_features=1, bias=True), 3, 2)

    Allowed: every method that torch.nn.Module has, and its dictionary self._modules of all parts by name.
    Not allowed: torch.nn.Sequential, ModuleList and ModuleDict.

    Check it with `pytest --exercise sequential`, get a hint with `torchgrade hint sequential`.
    """

    def __init__(self, *args: torch.nn.Module | OrderedDict[str, torch.nn.Module]) -> None:
        """Take in the layers, in order; the same layer may stand in several places."""
        ### BEGIN SOLUTION
        super().__init__()
        named = len(args) == 1 and isinstance(args[0], OrderedDict)
        for name, layer in args[0].items() if named else enumerate(args):
            self.add_module(str(name), layer)
        ### END SOLUTION

    def forward(self, input: torch.Tensor) -> torch.Tensor:
        """Send the input through all layers, those added later included; without layers it comes back as it is."""
        ### BEGIN SOLUTION
        for layer in self:
            input = layer(input)
        return input
        ### END SOLUTION

    def __len__(self) -> int:
        """How many layers there are."""
        ### BEGIN SOLUTION
        return len(self._modules)
        ### END SOLUTION

    def __iter__(self) -> Iterator[torch.nn.Module]:
        """Go through the layers in order."""
        ### BEGIN SOLUTION
        return iter(self._modules.values())
        ### END SOLUTION

    def __getitem__(self, idx: int | slice) -> torch.nn.Module:
        """The layer at a position, -1 being the last; for a slice a new Sequential of these very layers and names.

        Raises:
            IndexError: there is no such position.
        """
        ### BEGIN SOLUTION
        if isinstance(idx, slice):
            return Sequential(OrderedDict(list(self._modules.items())[idx]))
        return list(self)[idx]
        ### END SOLUTION

"""Freeze a part of a model: keep what it has learned elsewhere, and train only the rest.

A parameter whose `requires_grad` is False gets no gradient, so an optimizer leaves it alone. Parameters have names
with dots, such as "encoder.0.weight". The prefix "encoder" means everything inside that part: not "encoder2.weight".
"""

import torch


def freeze(model: torch.nn.Module, prefix: str) -> list[str]:
    """Freeze the parameters inside the part called prefix, and return their names in the model's order.

    The prefix is one or more whole parts of a name: "encoder", "encoder.0" or "encoder.0.weight"; the empty text ""
    means the whole model. A frozen parameter's .grad becomes None: an optimizer would go on using an old gradient.
    All other parameters stay as they are, those that were frozen before included.

    Raises:
        ValueError: there is no parameter of that prefix, which is most often a slip of the pen.

    Example:
        >>> model = torch.nn.Sequential(torch.nn.Linear(2, 2), torch.nn.Linear(2, 1))
        >>> freeze(model, "0")
        ['0.weight', '0.bias']
        >>> [p.requires_grad for p in model.parameters()]
        [False, False, True, True]

    Nothing is forbidden.

    Check it with `pytest --exercise freeze`, get a hint with `torchgrade hint freeze`.
    """
    ### BEGIN SOLUTION
    frozen = []
    for name, p in model.named_parameters():
        if prefix == "" or name == prefix or name.startswith(prefix + "."):
            p.requires_grad_(False)
            p.grad = None
            frozen.append(name)
    if not frozen:
        raise ValueError(f"no parameter lies inside {prefix!r}")
    return frozen
    ### END SOLUTION

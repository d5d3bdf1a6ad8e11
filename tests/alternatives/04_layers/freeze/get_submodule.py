"""Asks the model for the module or the parameter of that name."""

import torch


def freeze(model, prefix):
    try:
        inside = model.get_submodule(prefix)
        inside.zero_grad(set_to_none=True)
        inside.requires_grad_(False)
        return [f"{prefix}.{name}" if prefix else name for name, _ in inside.named_parameters()]
    except AttributeError:
        pass
    try:
        parameter = model.get_parameter(prefix)
    except AttributeError:
        raise ValueError(f"the model has no part {prefix}") from None
    if not isinstance(parameter, torch.nn.Parameter):
        raise ValueError(prefix)
    parameter.grad = None
    parameter.requires_grad_(False)
    return [prefix]

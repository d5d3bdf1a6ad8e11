"""Compares the parts of the names between the dots."""


def freeze(model, prefix):
    wanted = prefix.split(".") if prefix else []
    names = []
    for name, parameter in model.named_parameters():
        if name.split(".")[: len(wanted)] == wanted:
            parameter.requires_grad = False
            parameter.grad = None
            names.append(name)
    if len(names) == 0:
        raise ValueError("nothing to freeze: " + prefix)
    return names

"""Walks down the modules itself, remembers what it has seen, and returns lists."""


def walk(module, prefix, seen):
    for name, p in module._parameters.items():
        if p is not None and id(p) not in seen:
            seen.add(id(p))
            yield prefix + name, p
    for name, child in module.named_children():
        yield from walk(child, prefix + name + ".", seen)


def parameter_table(model):
    rows = [[name, list(p.shape), p.detach().reshape(-1).shape[0], p.requires_grad] for name, p in walk(model, "", set())]
    return rows, sum(r[2] for r in rows), sum(r[2] * r[3] for r in rows)

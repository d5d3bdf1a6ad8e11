"""One layer of the graph after the other, and the names from name(), shortened."""


def graph_names(y):
    everything, layer = {}, [y.grad_fn] if y.grad_fn else []
    while layer:
        everything.update({node: node.name() for node in layer})
        behind = {pair[0] for node in layer for pair in node.next_functions} - {None}
        layer = list(behind - set(everything))
    return [text.split("::")[-1] for text in everything.values()]

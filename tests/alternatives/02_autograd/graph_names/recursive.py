"""Depth first, with a set of the nodes that were seen."""


def graph_names(y):
    seen = set()
    names = []

    def visit(node):
        if node is None or node in seen:
            return
        seen.add(node)
        for next_node, _ in node.next_functions:
            visit(next_node)
        names.append(node.__class__.__name__)

    visit(y.grad_fn)
    return names

"""graph_names, held against a walk over the same graph; the names may come in any order."""

import pytest
import torch

from torchgrade import Exercise, check


def nodes_behind(node, seen=None):
    """Every node once; `seen` holds them all, since the id of one that was forgotten may be given away again."""
    seen = {} if seen is None else seen
    if node is not None and node not in seen:
        seen[node] = True
        for following, _ in node.next_functions:
            nodes_behind(following, seen)
    return list(seen)


def name(node):
    return type(node).__name__


def names(y):
    return [name(node) for node in nodes_behind(y.grad_fn)]


exercise = Exercise("graph_names", reference=names)
exercise.equivalent(
    "the names may come in any order",
    "node = waiting.pop(0) -> node = waiting.pop(-1)",
)


@exercise.probe_with
def ask(graph_names, recipe, again=False):
    """Cook a tensor by a recipe such as "a sin b * sum", operands before what is done to them; return its names."""
    stack = []
    leaves = {word: torch.ones(3, requires_grad=word != "constant") for word in ("a", "b", "constant")}
    pairs = {"+": torch.add, "-": torch.sub, "*": torch.mul, "/": torch.div}
    for word in recipe.split():
        if word in leaves:
            stack.append(leaves[word])
        elif word == "same":
            stack.append(stack[-1])
        elif word in pairs:
            second = stack.pop()
            stack.append(pairs[word](stack.pop(), second))
        else:
            stack.append(getattr(stack.pop(), word)())
    y = stack.pop()
    found = graph_names(y)
    whole = isinstance(found, (list, tuple)) and all(isinstance(one, str) for one in found)
    listed = {
        "names in alphabetical order": sorted(found) if whole else found,
        "how many": len(found) if whole else found,
    }
    return {**listed, "how many when asked again": len(graph_names(y))} if again and whole else listed


@exercise.misconception("a shared node listed once for every way that leads to it")
def every_way(y):
    def walk(node):
        behind = [] if node is None else [following for following, _ in node.next_functions]
        return ([] if node is None else [name(node)]) + [one for following in behind for one in walk(following)]

    return walk(y.grad_fn)


@exercise.misconception("the first of next_functions only: the other branches are never visited")
def first_branch(y):
    found, node = [], y.grad_fn
    while node is not None:
        found.append(name(node))
        node = node.next_functions[0][0] if node.next_functions else None
    return found


@exercise.misconception("only y.grad_fn and the nodes right behind it, without going on from there")
def one_level(y):
    following = [] if y.grad_fn is None else [node for node, _ in y.grad_fn.next_functions if node is not None]
    return [name(node) for node in dict.fromkeys([y.grad_fn, *following]) if node is not None]


@exercise.misconception("a walk that begins behind y.grad_fn, and leaves out that node itself")
def without_start(y):
    return names(y)[1:]


@exercise.misconception("AccumulateGrad left out: the nodes at the leaves belong to the graph, too")
def without_leaves(y):
    return [one for one in names(y) if one != "AccumulateGrad"]


@exercise.misconception("a name noted once, though several nodes have it: remember nodes, not names")
def names_once(y):
    return list(dict.fromkeys(names(y)))


@exercise.misconception("None listed as 'NoneType': it stands where no gradient is needed, and is no node")
def none_as_node(y):
    nones = [node for one in nodes_behind(y.grad_fn) for node, _ in one.next_functions if node is None]
    return names(y) + ["NoneType"] * len(nones)


@exercise.misconception("node.name(), which calls the nodes at the leaves torch::autograd::AccumulateGrad")
def long_names(y):
    return [node.name() for node in nodes_behind(y.grad_fn)]


VISITED = {}


@exercise.misconception("a set made outside of the call, or as a default argument: who asks again finds all visited")
def remembers(y):
    found = [node for node in nodes_behind(y.grad_fn) if node not in VISITED]
    VISITED.update(dict.fromkeys(found))
    return [name(node) for node in found]


@exercise.misconception("asking None for its next_functions: where a graph ends, or where y has none")
def asks_none(y):
    for node in [y.grad_fn, *nodes_behind(y.grad_fn)]:
        for following, _ in node.next_functions:
            following.next_functions  # noqa: B018 (what raises)
    return names(y)


UNARY = ["sin", "cos", "exp", "tanh", "abs", "neg", "sigmoid", "square", "log1p", "sqrt"]


def words(draw, count):
    """That many operations, no two alike, so that a table of answers would not do."""
    return [UNARY[int(index)] for index in draw.permutation(len(UNARY))[:count]]


@check(
    3,
    "Print y.grad_fn, and then y.grad_fn.next_functions. Where can you go from there?",
    "Each entry of next_functions is a pair: take its node, note its name, and look at its own next_functions.",
    "Keep a list of nodes that wait; take one out, note it, put in the nodes behind it, until the list is empty.",
)
@pytest.mark.parametrize("count", [0, 1, 4])
def test_chain(verify, draw, count):
    """names every node of a chain, from y.grad_fn to the leaf"""
    verify(" ".join(["a", *words(draw, count), "sum"]))


@check(
    3,
    "An operation with two operands has two entries in next_functions. Do you follow both?",
    "Where an operand is a constant, the entry is (None, 0): nothing to note there, and nowhere to go.",
    "Two nodes may have one name, such as the AccumulateGrad of a and that of b: note both.",
)
def test_branches(verify, draw):
    """follows every branch, past constants, and keeps nodes of one name apart"""
    one, two, three = words(draw, 3)
    verify(f"a {one} b * sum")
    verify(f"a {one} {one} {two} b {one} + sum")
    verify(f"a {one} constant * {three} constant + sum")


@check(
    3,
    "Draw the graph of y = x * x on paper. How many nodes does it have?",
    "Keep what you have visited, and leave out a node that you meet again.",
    "A set or list of the nodes themselves will do: `if node not in seen:`.",
)
def test_shared(verify, draw):
    """lists a node once when several ways lead to it"""
    one, two, three = words(draw, 3)
    verify("a same * sum")
    verify(f"a {one} same {two} * sum")
    verify(f"a {one} same same * same + b {three} / a - mean")


@check(
    1,
    "What is y.grad_fn when y was not computed from anything?",
    "A leaf and a detached tensor have no graph behind them: return an empty list.",
    "Make the list of what was visited inside of the call: a default argument, as in `seen=set()`, is made only once.",
)
def test_no_graph(verify, draw):
    """returns an empty list for a leaf, a constant and a detached tensor, and the same list to who asks twice"""
    (one,) = words(draw, 1)
    verify(f"a {one} sum", again=True)
    verify("a")
    verify(f"constant {one}")
    verify(f"a {one} detach")

"""The graph behind a tensor: what autograd wrote down, and will walk through on the way back.

    y = (a.sin() * b).sum()

    y.grad_fn = SumBackward0 --> MulBackward0 --> SinBackward0 --> AccumulateGrad      (ends at a)
                                              --> AccumulateGrad                       (ends at b)

Each node has `next_functions`, a tuple of pairs (node, number): where its gradient flows next. The node is
None where nobody needs one, as for a constant. An AccumulateGrad adds to the .grad of a leaf, and leads
nowhere.
"""

import torch


def graph_names(y: torch.Tensor) -> list[str]:
    """Return the names of all nodes of the graph behind y, each node once.

    Args:
        y: any tensor. Of a leaf, and of a tensor that does not require grad, y.grad_fn is None.

    Returns:
        `type(node).__name__` of y.grad_fn and of every node that it leads to, in any order. A node that
        is reached on two ways is one node; two nodes may have the same name. The list is empty where
        y.grad_fn is None.

    Example:
        >>> a = torch.ones(3, requires_grad=True)
        >>> graph_names((a * a.exp()).sum())
        ['SumBackward0', 'MulBackward0', 'AccumulateGrad', 'ExpBackward0']

    Allowed: whatever you like.

    Check it with `pytest --exercise graph_names`, get a hint with `torchgrade hint graph_names`.
    """
    # TODO: your code here
    raise NotImplementedError

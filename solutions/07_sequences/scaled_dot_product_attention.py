"""Attention: every query looks at all keys, and takes home a mixture of their values.

    scores = query @ key^T / sqrt(E)                    one row for each query, one column for each key
    output = softmax(scores, over the keys) @ value

E is the length of a query. Products of long vectors are large, and softmax of large numbers sees only the
largest of them; dividing by sqrt(E) keeps the scores near 1 at first, whatever E is.

A mask says who may look at whom. A boolean mask is True where a query may look; a mask of numbers is added
to the scores before softmax, so -inf forbids a look, and any other number makes it more or less likely.
With is_causal=True query number i may look at keys 0 to i only: nobody reads the future.
"""

import torch


def scaled_dot_product_attention(
    query: torch.Tensor,
    key: torch.Tensor,
    value: torch.Tensor,
    attn_mask: torch.Tensor | None = None,
    is_causal: bool = False,
) -> torch.Tensor:
    """Return for each query the mean of the values, weighted by how well their keys fit it.

    Args:
        query: shape (..., L, E): L queries of length E; the dimensions in front are batches, heads, or none, and
            broadcast with those of key and value, as @ does.
        key: shape (..., S, E): S keys of the same length.
        value: shape (..., S, V): one value for each key.
        attn_mask: boolean or floating point, any shape that broadcasts to (..., L, S); each query may look
            at one key at least.
        is_causal: forbid looks at keys with a higher number than the query's.

    Returns:
        A new tensor of shape (..., L, V), with dtype and device of query; gradients reach all three.

    Raises:
        RuntimeError: attn_mask and is_causal are both given.

    Example:
        >>> query, key = torch.tensor([[0.0, 0.0], [100.0, 0.0]]), torch.tensor([[1.0, 0.0], [0.0, 1.0]])
        >>> scaled_dot_product_attention(query, key, torch.tensor([[10.0], [20.0]]))
        tensor([[15.],
                [10.]])

    Allowed: matrix products, einsum, torch.softmax. Not allowed: torch's own attention.

    Check it with `pytest --exercise scaled_dot_product_attention`, get a hint with
    `torchgrade hint scaled_dot_product_attention`.
    """
    ### BEGIN SOLUTION
    if attn_mask is not None and is_causal:
        raise RuntimeError("give attn_mask or is_causal, not both")
    scores = query @ key.mT / query.shape[-1] ** 0.5
    if is_causal:
        attn_mask = torch.ones_like(scores, dtype=torch.bool).tril()
    if attn_mask is not None and attn_mask.dtype == torch.bool:
        scores = scores.masked_fill(~attn_mask, float("-inf"))
    elif attn_mask is not None:
        scores = scores + attn_mask
    return torch.softmax(scores, dim=-1) @ value
    ### END SOLUTION

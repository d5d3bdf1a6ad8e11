"""Multi-head attention: several small attentions side by side, each with its own idea of what fits what.

    Q = query W_q^T + b_q,   K = key W_k^T + b_k,   V = value W_v^T + b_v
    cut the last dimension E of Q, K and V into H heads of D = E / H numbers each
    head_h = softmax(Q_h K_h^T / sqrt(D)) V_h                  every head for itself
    output = [head_1, ..., head_H] W_o^T + b_o                 heads side by side again, then mixed

torch stacks W_q, W_k and W_v into one matrix, in_proj_weight of shape (3 E, E), in this order.

From (N, L, E) to heads: first cut E into (H, D), which gives (N, L, H, D), then exchange L and H. A view
straight to (N, H, L, D) has the right shape and the wrong numbers: it mixes positions with heads.
"""

import torch


class MultiheadAttention(torch.nn.Module):
    """Attention with several heads, for self-attention and cross-attention, as torch.nn.MultiheadAttention does it.

    Its parameters (torch.nn.Parameter) are in_proj_weight of shape (3 * embed_dim, embed_dim), in_proj_bias of
    shape (3 * embed_dim,), and those of out_proj, a torch.nn.Linear(embed_dim, embed_dim). With bias=False
    in_proj_bias is None, and out_proj has no bias. How they start is yours to choose: torch draws the weights
    with torch.nn.init.xavier_uniform_ and sets the biases to 0.

    Example:
        >>> layer = MultiheadAttention(8, num_heads=2, batch_first=True)
        >>> x = torch.ones(5, 7, 8)
        >>> output, weights = layer(x, x, x)
        >>> output.shape, weights.shape
        (torch.Size([5, 7, 8]), torch.Size([5, 7, 7]))

    Allowed: matrix products, torch.nn.functional.linear, torch.nn.Linear, torch.softmax. Not allowed: torch's
    own attention.

    Check it with `pytest --exercise multihead_attention`, get a hint with `torchgrade hint multihead_attention`.
    """

    def __init__(self, embed_dim: int, num_heads: int, *, bias: bool = True, batch_first: bool = False) -> None:
        """Make the parameters.

        Raises:
            ValueError: embed_dim is no multiple of num_heads; AssertionError, as in torch, is right too.
        """
        ### BEGIN SOLUTION
        super().__init__()
        if embed_dim % num_heads != 0:
            raise ValueError(f"embed_dim {embed_dim} is no multiple of num_heads {num_heads}")
        self.num_heads, self.batch_first = num_heads, batch_first
        self.in_proj_weight = torch.nn.Parameter(torch.nn.init.xavier_uniform_(torch.empty(3 * embed_dim, embed_dim)))
        self.in_proj_bias = torch.nn.Parameter(torch.zeros(3 * embed_dim)) if bias else None
        self.out_proj = torch.nn.Linear(embed_dim, embed_dim, bias=bias)
        ### END SOLUTION

    def forward(
        self,
        query: torch.Tensor,
        key: torch.Tensor,
        value: torch.Tensor,
        key_padding_mask: torch.Tensor | None = None,
    ) -> tuple[torch.Tensor, torch.Tensor]:
        """Return (output, weights).

        Args:
            query: shape (L, N, embed_dim), or (N, L, embed_dim) with batch_first.
            key: shape (S, N, embed_dim), or (N, S, embed_dim); in self-attention it is the query.
            value: the shape of key.
            key_padding_mask: boolean, shape (N, S), True where a key is padding that nobody may look at: the
                other way round than in scaled_dot_product_attention. One key of each sample at least is False.

        Returns:
            output in the shape of query, and weights of shape (N, L, S), the mean over all heads; gradients
            reach the inputs and the parameters.
        """
        ### BEGIN SOLUTION
        if not self.batch_first:
            query, key, value = (x.transpose(0, 1) for x in (query, key, value))
        weights = self.in_proj_weight.chunk(3)
        biases = (None, None, None) if self.in_proj_bias is None else self.in_proj_bias.chunk(3)
        projected = map(torch.nn.functional.linear, (query, key, value), weights, biases)
        q, k, v = (x.unflatten(-1, (self.num_heads, -1)).transpose(1, 2) for x in projected)
        scores = q @ k.mT / q.shape[-1] ** 0.5
        if key_padding_mask is not None:
            scores = scores.masked_fill(key_padding_mask[:, None, None, :], float("-inf"))
        shares = torch.softmax(scores, dim=-1)
        output = self.out_proj((shares @ v).transpose(1, 2).flatten(2))
        return output if self.batch_first else output.transpose(0, 1), shares.mean(1)
        ### END SOLUTION

"""Works on (L, N, E) throughout, with einsum and an additive mask; out_proj is a module that only holds parameters."""

import torch


class Projection(torch.nn.Module):
    def __init__(self, size, bias):
        super().__init__()
        self.weight = torch.nn.Parameter(torch.empty(size, size))
        torch.nn.init.xavier_uniform_(self.weight)
        self.bias = torch.nn.Parameter(torch.zeros(size)) if bias else None


class MultiheadAttention(torch.nn.Module):
    def __init__(self, embed_dim, num_heads, *, bias=True, batch_first=False):
        super().__init__()
        head_dim, rest = divmod(embed_dim, num_heads)
        if rest:
            raise ValueError("embed_dim must be a multiple of num_heads")
        self.shape = (num_heads, head_dim)
        self.batch_first = batch_first
        self.in_proj_weight = torch.nn.Parameter(torch.empty(3 * embed_dim, embed_dim))
        torch.nn.init.xavier_uniform_(self.in_proj_weight)
        self.in_proj_bias = torch.nn.Parameter(torch.zeros(3 * embed_dim)) if bias else None
        self.out_proj = Projection(embed_dim, bias)

    def forward(self, query, key, value, key_padding_mask=None):
        if self.batch_first:
            query, key, value = [x.movedim(0, 1) for x in (query, key, value)]
        H, D = self.shape
        W = self.in_proj_weight.reshape(3, H, D, -1)
        q = torch.einsum("lne,hde->lnhd", query, W[0])
        k = torch.einsum("sne,hde->snhd", key, W[1])
        v = torch.einsum("sne,hde->snhd", value, W[2])
        if self.in_proj_bias is not None:
            b = self.in_proj_bias.reshape(3, H, D)
            q, k, v = q + b[0], k + b[1], v + b[2]
        scores = torch.einsum("lnhd,snhd->nhls", q / D**0.5, k)
        if key_padding_mask is not None:
            shift = torch.zeros_like(key_padding_mask, dtype=scores.dtype)
            shift = shift.masked_fill(key_padding_mask, -torch.inf)
            scores = scores + shift[:, None, None]
        weights = scores.softmax(-1)
        heads = torch.einsum("nhls,snhd->lnhd", weights, v)
        out = torch.einsum("lnhd,ohd->lno", heads, self.out_proj.weight.reshape(-1, H, D))
        if self.out_proj.bias is not None:
            out = out + self.out_proj.bias
        return (out.movedim(0, 1) if self.batch_first else out), weights.sum(1) / H

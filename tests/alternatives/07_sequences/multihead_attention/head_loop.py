"""Loops over the heads and slices the numbers of each out of the three projections."""

import math

import torch
from torch import nn


class MultiheadAttention(nn.Module):
    def __init__(self, embed_dim, num_heads, *, bias=True, batch_first=False):
        super().__init__()
        assert embed_dim % num_heads == 0, "embed_dim must be divisible by num_heads"
        self.embed_dim = embed_dim
        self.head_dim = embed_dim // num_heads
        self.batch_first = batch_first
        self.in_proj_weight = nn.Parameter(torch.randn(3 * embed_dim, embed_dim) / math.sqrt(embed_dim))
        self.register_parameter("in_proj_bias", nn.Parameter(torch.zeros(3 * embed_dim)) if bias else None)
        self.out_proj = nn.Linear(embed_dim, embed_dim, bias)

    def forward(self, query, key, value, key_padding_mask=None):
        if not self.batch_first:
            query, key, value = query.transpose(0, 1), key.transpose(0, 1), value.transpose(0, 1)
        E, D = self.embed_dim, self.head_dim
        q = query @ self.in_proj_weight[:E].T
        k = key @ self.in_proj_weight[E : 2 * E].T
        v = value @ self.in_proj_weight[2 * E :].T
        if self.in_proj_bias is not None:
            q = q + self.in_proj_bias[:E]
            k = k + self.in_proj_bias[E : 2 * E]
            v = v + self.in_proj_bias[2 * E :]
        heads, weights = [], []
        for start in range(0, E, D):
            part = slice(start, start + D)
            scores = torch.bmm(q[:, :, part], k[:, :, part].transpose(1, 2)) / math.sqrt(D)
            if key_padding_mask is not None:
                scores = scores.masked_fill(key_padding_mask.unsqueeze(1), float("-inf"))
            attention = nn.functional.softmax(scores, dim=-1)
            heads.append(attention @ v[:, :, part])
            weights.append(attention)
        output = self.out_proj(torch.cat(heads, dim=-1))
        if not self.batch_first:
            output = output.transpose(0, 1)
        return output, sum(weights) / len(weights)

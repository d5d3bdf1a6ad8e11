"""Writes the attention itself, on top of F.scaled_dot_product_attention, and wraps both branches in one helper."""

import torch
import torch.nn.functional as F


class SelfAttention(torch.nn.Module):
    def __init__(self, size, heads, dropout, batch_first):
        super().__init__()
        self.heads, self.dropout, self.batch_first = heads, dropout, batch_first
        self.in_proj_weight = torch.nn.Parameter(torch.empty(3 * size, size))
        self.in_proj_bias = torch.nn.Parameter(torch.zeros(3 * size))
        torch.nn.init.xavier_uniform_(self.in_proj_weight)
        self.out_proj = torch.nn.Linear(size, size)

    def forward(self, x, forbidden, padding):
        if not self.batch_first:
            x = x.transpose(0, 1)
        N, L, E = x.shape
        q, k, v = F.linear(x, self.in_proj_weight, self.in_proj_bias).view(N, L, 3, self.heads, -1).permute(2, 0, 3, 1, 4)
        allowed = torch.ones(N, 1, L, L, dtype=torch.bool, device=x.device)
        if forbidden is not None:
            allowed = allowed & ~forbidden
        if padding is not None:
            allowed = allowed & ~padding.view(N, 1, 1, L)
        p = self.dropout if self.training else 0.0
        y = F.scaled_dot_product_attention(q, k, v, attn_mask=allowed, dropout_p=p)
        y = self.out_proj(y.transpose(1, 2).reshape(N, L, E))
        return y if self.batch_first else y.transpose(0, 1)


class TransformerEncoderLayer(torch.nn.Module):
    def __init__(self, d_model, nhead, dim_feedforward=2048, dropout=0.1, *, batch_first=False, norm_first=False):
        super().__init__()
        self.self_attn = SelfAttention(d_model, nhead, dropout, batch_first)
        self.linear1 = torch.nn.Linear(d_model, dim_feedforward)
        self.linear2 = torch.nn.Linear(dim_feedforward, d_model)
        self.norm1 = torch.nn.LayerNorm(d_model)
        self.norm2 = torch.nn.LayerNorm(d_model)
        self.p = dropout
        self.norm_first = norm_first

    def residual(self, x, norm, branch):
        if self.norm_first:
            return x + F.dropout(branch(norm(x)), self.p, self.training)
        return norm(x + F.dropout(branch(x), self.p, self.training))

    def forward(self, src, src_mask=None, src_key_padding_mask=None):
        x = self.residual(src, self.norm1, lambda x: self.self_attn(x, src_mask, src_key_padding_mask))
        return self.residual(
            x, self.norm2, lambda x: self.linear2(F.dropout(F.relu(self.linear1(x)), self.p, self.training))
        )

"""Two methods for the two branches with dropouts of their own, and a ReLU module, as torch's own source does it."""

from torch import nn


class TransformerEncoderLayer(nn.Module):
    def __init__(self, d_model, nhead, dim_feedforward=2048, dropout=0.1, *, batch_first=False, norm_first=False):
        super().__init__()
        self.self_attn = nn.MultiheadAttention(d_model, nhead, dropout, batch_first=batch_first)
        self.linear1 = nn.Linear(d_model, dim_feedforward)
        self.relu = nn.ReLU()
        self.dropout = nn.Dropout(dropout)
        self.linear2 = nn.Linear(dim_feedforward, d_model)
        self.norm1 = nn.LayerNorm(d_model)
        self.norm2 = nn.LayerNorm(d_model)
        self.dropout1 = nn.Dropout(dropout)
        self.dropout2 = nn.Dropout(dropout)
        self.norm_first = norm_first

    def attention_block(self, x, mask, padding):
        y, _ = self.self_attn(x, x, x, attn_mask=mask, key_padding_mask=padding)
        return self.dropout1(y)

    def feedforward_block(self, x):
        y = self.linear1(x)
        y = self.relu(y)
        y = self.dropout(y)
        y = self.linear2(y)
        return self.dropout2(y)

    def forward(self, src, src_mask=None, src_key_padding_mask=None):
        x = src
        if self.norm_first:
            x = x + self.attention_block(self.norm1(x), src_mask, src_key_padding_mask)
            x = x + self.feedforward_block(self.norm2(x))
        else:
            x = self.norm1(x + self.attention_block(x, src_mask, src_key_padding_mask))
            x = self.norm2(x + self.feedforward_block(x))
        return x

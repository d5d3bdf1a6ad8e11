"""A transformer's encoder layer: look around with attention, then think about what was seen, and add both.

    attend(x) = dropout(self_attn(x, x, x))
    think(x) = dropout(linear2(dropout(relu(linear1(x)))))

    norm_first=False:   x = norm1(x + attend(x)),   then   x = norm2(x + think(x))
    norm_first=True:    x = x + attend(norm1(x)),   then   x = x + think(norm2(x))

What is added to x comes from a branch; x itself runs through the whole network. With norm_first nothing
stands in its way, not even a norm, which is why deep transformers are built like this today.
"""

import torch


class TransformerEncoderLayer(torch.nn.Module):
    """One layer of a transformer encoder, as torch.nn.TransformerEncoderLayer does it with relu.

    Its parts have these names: self_attn, a torch.nn.MultiheadAttention(d_model, nhead, dropout) or a module
    with its parameters; linear1 from d_model to dim_feedforward, linear2 back; norm1 and norm2, each a
    torch.nn.LayerNorm(d_model). Dropout modules have no parameters, and may be called whatever you like.

    Example:
        >>> layer = TransformerEncoderLayer(8, nhead=2, dim_feedforward=16, batch_first=True)
        >>> layer(torch.ones(5, 7, 8)).shape
        torch.Size([5, 7, 8])

    Allowed: the modules named above, torch.nn.Dropout, and your own. Not allowed: the transformer layers of torch.

    Check it with `pytest --exercise transformer_encoder_layer`, get a hint with
    `torchgrade hint transformer_encoder_layer`.
    """

    def __init__(
        self,
        d_model: int,
        nhead: int,
        dim_feedforward: int = 2048,
        dropout: float = 0.1,
        *,
        batch_first: bool = False,
        norm_first: bool = False,
    ) -> None:
        """Make the parts, and remember norm_first."""
        # TODO: your code here
        raise NotImplementedError

    def forward(
        self,
        src: torch.Tensor,
        src_mask: torch.Tensor | None = None,
        src_key_padding_mask: torch.Tensor | None = None,
    ) -> torch.Tensor:
        """Return the sequences after this layer, in the shape of src.

        Args:
            src: shape (L, N, d_model), or (N, L, d_model) with batch_first.
            src_mask: boolean, shape (L, L), True where a position may not look; self_attn's attn_mask.
            src_key_padding_mask: boolean, shape (N, L), True where a position is padding; self_attn's
                key_padding_mask.
        """

        # TODO: your code here
        raise NotImplementedError

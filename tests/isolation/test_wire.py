"""Frames: sizes are checked before anything is read."""

from __future__ import annotations

import io

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from torchgrade.isolation.wire import HEADER, MAGIC, ProtocolError, frame, receive, send
from torchgrade.isolation.wire_format import MAX_BODY, MAX_META

NONCE = bytes(range(16))


class Unread(io.BytesIO):
    """A stream that remembers how much was asked of it."""

    asked = 0

    def read(self, size: int | None = -1, /) -> bytes:
        self.asked += size or 0
        return super().read(size)


def test_frames_follow_each_other_in_one_stream():
    stream = io.BytesIO()
    send(stream, frame(NONCE, {"a": torch.ones(3)}))
    send(stream, frame(b"y" * 16, [1]))
    stream.seek(0)
    nonce, first = receive(stream)
    assert (nonce, first["a"].tolist()) == (NONCE, [1.0, 1.0, 1.0])
    assert receive(stream) == (b"y" * 16, [1])
    with pytest.raises(EOFError):
        receive(stream)


@pytest.mark.parametrize(
    ("magic", "meta", "body"),
    [(b"oops", 2, 0), (MAGIC, MAX_META + 1, 0), (MAGIC, 2**32 - 1, 0), (MAGIC, 2, MAX_BODY + 1), (MAGIC, 2, 2**60)],
)
def test_a_header_that_promises_too_much_is_refused_before_anything_more_is_read(magic, meta, body):
    stream = Unread(HEADER.pack(magic, NONCE, meta, body) + bytes(1000))
    with pytest.raises(ProtocolError):
        receive(stream)
    assert stream.asked == HEADER.size


@pytest.mark.parametrize("kept", [0, 1, HEADER.size - 1, HEADER.size, HEADER.size + 3, -1])
def test_a_frame_that_breaks_off_is_the_end(kept):
    whole = b"".join(frame(NONCE, torch.ones(2)))
    with pytest.raises(EOFError):
        receive(io.BytesIO(whole[:kept]))


def test_the_promise_of_a_body_allocates_nothing():
    stream = Unread(HEADER.pack(MAGIC, NONCE, 2, MAX_BODY) + b"{}")
    with pytest.raises(EOFError):
        receive(stream)


@given(st.binary())
def test_random_bytes_end_or_are_refused(data):
    with pytest.raises((EOFError, ProtocolError)):
        receive(io.BytesIO(data))


@given(st.binary(max_size=60), st.integers(0, 40), st.integers(0, 40))
def test_random_bytes_behind_a_true_header_end_or_are_refused(data, meta, body):
    with pytest.raises((EOFError, ProtocolError)):
        receive(io.BytesIO(HEADER.pack(MAGIC, NONCE, meta, body) + data))

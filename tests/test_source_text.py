from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from torchgrade.source_text import NotText, to_text


@given(
    st.text(st.characters(exclude_characters="\r\0", exclude_categories=("Cs",))).filter(lambda t: "coding" not in t)
)
def test_utf8_text_stays_as_it_is(text):
    assert to_text(text.encode()) == text.removeprefix("\ufeff")


@given(st.binary())
def test_any_bytes_are_text_that_can_travel_or_are_refused(data):
    try:
        text = to_text(data)
    except NotText as error:
        text = str(error)
    assert text.encode("utf-8").decode("utf-8") == text


@pytest.mark.parametrize(
    "coding", ["idna", "punycode", "raw_unicode_escape", "undefined", "unicode_escape", "utf-7", "rot13"]
)
def test_codecs_that_are_not_for_files_are_refused(coding):
    with pytest.raises(NotText):
        to_text(f"# coding: {coding}\n".encode() + b"x = '\\ud800'\n")


def test_line_ends_become_line_feeds():
    assert to_text(b"a\r\nb\rc\n") == "a\nb\nc\n"

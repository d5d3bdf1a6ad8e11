from __future__ import annotations

import pytest

from torchgrade.classroom.alike import alike, told_apart

COMPOSED, DECOMPOSED = "Jos\u00e9", "Jose\u0301"


@pytest.mark.parametrize(
    ("names", "groups"),
    [
        (["ada", "bob"], []),
        (["ada", "ada"], []),
        (["ada", "bob", "Ada", "ADA"], [["ada", "Ada", "ADA"]]),
        ([COMPOSED, "jose", DECOMPOSED], [[COMPOSED, DECOMPOSED]]),
        (["STRASSE", "straße"], [["STRASSE", "straße"]]),
        (["a.b", "ab"], []),
    ],
    ids=ascii,
)
def test_names_that_look_the_same_are_found(names, groups):
    assert alike(names) == groups


def test_what_looks_the_same_is_shown_by_its_code_points():
    assert told_apart(["ada", "Ada"]) == "ada and Ada"
    assert told_apart([COMPOSED, DECOMPOSED]) == f"{COMPOSED} ('Jos\\xe9') and {DECOMPOSED} ('Jose\\u0301')"

from __future__ import annotations

from pathlib import Path

import pytest

from torchgrade.errors import BadInput
from torchgrade.report.cohort import Gathering
from torchgrade.report.html import render_cohort_page
from torchgrade.report.likeness import FILE, Compared, Pair, read_compared, renamed, write_compared
from torchgrade.results import Report

FOUND = Compared("u/conv2d", 90.0, 5, (Pair(100.0, ("s1", "s2"), ()), Pair(93.4, ("s1", "s2"), ("s<3>",))), 2)


def test_what_is_kept_is_read_again(tmp_path: Path) -> None:
    write_compared(tmp_path, [FOUND, Compared("u/adam", 95.0, 0)])
    assert read_compared(tmp_path) == (FOUND, Compared("u/adam", 95.0, 0))


def test_a_run_that_compares_nothing_leaves_nothing_of_an_earlier_one(tmp_path: Path) -> None:
    assert read_compared(tmp_path) == ()
    write_compared(tmp_path, [FOUND])
    write_compared(tmp_path, [])
    assert (list(tmp_path.iterdir()), read_compared(tmp_path)) == ([], ())


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"schema_version": 2, "exercises": []}', '{"schema_version": 1}'])
def test_a_file_that_is_something_else_is_refused(text: str, tmp_path: Path) -> None:
    (tmp_path / FILE).write_text(text)
    with pytest.raises(BadInput, match=r"similar\.json: cannot be used .* Delete it, or grade again"):
        read_compared(tmp_path)


def page(*compared: Compared) -> str:
    gathering = Gathering(compared=compared)
    for name in ("s1", "s2", "s<3>", "s4"):
        gathering.add(Report(name), f"submissions/{name[:2]}.html")
    return render_cohort_page(gathering.cohort())


def test_the_page_shows_pairs_as_evidence_and_says_that_it_proves_nothing() -> None:
    text = page(FOUND)
    assert "Nearly the same answer" in text
    assert "It proves nothing" in text
    assert "No score depends on it." in text
    assert '<td class="num">93 %</td>' in text
    assert '<a href="submissions/s&lt;.html"><bdi>s&lt;3&gt;</bdi></a>' in text
    assert "2 more pairs are not listed" in text
    assert text.count('data-kinds="same ') == 3


def test_nothing_is_said_where_nothing_was_asked() -> None:
    assert "Nearly the same" not in page()
    assert "No two of them are so much alike." in page(Compared("u/adam", 95.0, 7))


def test_many_who_say_the_same_are_counted_rather_than_listed() -> None:
    text = page(Compared("u/adam", 95.0, 9, (Pair(100.0, tuple(f"p{n}" for n in range(9)), ()),)))
    assert "and 6 more with this very answer" in text
    assert "p2" in text
    assert "p3" not in text


def test_of_several_hand_ins_those_that_count_are_left_under_their_student_s_name() -> None:
    pairs = (Pair(100.0, ("a@1", "a@2", "b@1"), ()), Pair(95.0, ("a@1",), ("c@1",)), Pair(94.0, ("a@2",), ("c@1",)))
    shown = renamed(Compared("u/f", 90.0, 4, pairs), {"a@2": "a", "b@1": "b", "c@1": "c"})
    assert shown.pairs == (Pair(100.0, ("a", "b"), ()), Pair(94.0, ("a",), ("c",)))
    assert renamed(shown, {"a": "a"}).pairs == ()

"""Which hand-in counts: the latest or the best, how many, how late, and who was given more time."""

from __future__ import annotations

from datetime import timedelta

import pytest

from torchgrade.errors import BadInput

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def test_the_latest_before_the_last_moment_counts(desk) -> None:
    desk.put("ada@1/softmax.py", desk.due - 3 * HOUR, "first = 1\n")
    desk.put("ada@2/softmax.py", desk.due - HOUR, "second = 2\n")
    desk.put("ada@3/softmax.py", desk.due + 5 * DAY, "third = 3\n")
    found = desk.collect()["ada"]
    assert (desk.out / "ada" / "softmax.py").read_text(encoding="utf-8") == "second = 2\n"
    assert [item.counts for item in found] == [False, True, False]
    assert found[2].remark == "5 days late, and 2 are allowed"


def test_with_best_all_that_count_are_kept_beside_each_other(desk) -> None:
    desk.assign(counts="best")
    desk.put("ada@1/softmax.py")
    desk.put("ada@2/softmax.py")
    assert [item.attempt for item in desk.collect()["ada"] if item.folder] == [1, 2]
    assert len(desk.files()) == 2


def test_what_comes_after_the_last_allowed_hand_in_is_left_out(desk) -> None:
    desk.assign(most=2)
    for number in (1, 2, 3):
        desk.put(f"ada@{number}/softmax.py", desk.due - (4 - number) * HOUR, f"n = {number}\n")
    found = desk.collect()["ada"]
    assert (desk.out / "ada" / "softmax.py").read_text(encoding="utf-8") == "n = 2\n"
    assert found[2].remark == "hand-in 3 of at most 2"


@pytest.mark.parametrize(("after", "days"), [(-HOUR, 0), (0 * HOUR, 0), (HOUR, 1), (DAY, 1), (DAY + HOUR, 2)])
def test_every_day_begun_after_the_due_date_is_a_late_day(desk, after: timedelta, days: int) -> None:
    desk.put("ada/softmax.py", desk.due + after)
    assert desk.collect()["ada"][0].late_days == days


def test_an_extension_moves_the_due_date_of_one_student(desk, capsys: pytest.CaptureFixture[str]) -> None:
    for name in ("ada", "bob", "eve"):
        desk.put(f"{name}/softmax.py", desk.due + 5 * DAY)
    own = (desk.due + 4 * DAY).isoformat()
    (desk.root / "extensions.csv").write_text(f"student,days,due\nada,7,\nbob,,{own}\n", encoding="utf-8")
    found = desk.collect()
    assert [(found[name][0].counts, found[name][0].late_days) for name in ("ada", "bob", "eve")] == [
        (True, 0),
        (True, 1),
        (False, 5),
    ]
    assert "eve: 5 days late" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("student,days\nada,soon\n", ":2:"),
        ("student,days\nada,1\nada,2\n", ":3: student ada stands in line 2"),
        ("student,due\nada,2026-09-20T10:00:00\n", "no zone"),
        ("name,days\nada,1\n", "no column student"),
    ],
)
def test_wrong_extensions_stop_before_anything_is_written(desk, text: str, says: str) -> None:
    desk.put("ada/softmax.py")
    (desk.root / "extensions.csv").write_text(text, encoding="utf-8")
    with pytest.raises(BadInput, match=says):
        desk.collect()
    assert not desk.out.exists()

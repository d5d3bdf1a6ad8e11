from __future__ import annotations

import os

import pytest

from torchgrade.course import catalogue
from torchgrade.grading.recording import record_graders


def record(course, seed=1):
    return record_graders(course.graders, catalogue(course.graders), ("cpu",), seed)


def test_every_case_is_recorded_in_order_and_nothing_is_asked_yet(course):
    recording = record(course)
    assert [(case.check.id, case.id, case.smallest) for case in recording.cases] == [
        (f"01_first/{name}::{check}", case, first)
        for name in ("thrice", "twice")
        for check, case, first in (
            ("test_values", "1", True),
            ("test_values", "3", False),
            ("test_contract", "only case", True),
        )
    ]
    assert recording.broken == {}


def test_the_smallest_case_is_watched_for_forbidden_operations_and_the_seed_draws_others(course):
    several = [record(course, seed).cases for seed in range(12)]
    assert all(case.watched for cases in several for case in cases if case.smallest)
    larger = [[case.watched for case in cases if not case.smallest] for cases in several]
    assert any(map(any, larger))
    assert any(not any(drawn) for drawn in larger)


def test_the_checksum_is_of_the_graders_text(course):
    before = record(course).sha256
    assert record(course, seed=2).sha256 == before
    course.grader("twice", 7)
    changed = record(course).sha256
    assert changed != before
    grader = next(course.graders.glob("*/test_twice.py"))
    grader.with_name("twice.samples.json").write_text("{}")
    assert record(course).sha256 != changed


def test_the_users_own_pytest_options_and_plugins_change_nothing(course, monkeypatch):
    monkeypatch.setenv("PYTEST_ADDOPTS", "-x --nonsense -k nothing")
    monkeypatch.setenv("PYTEST_PLUGINS", "a_plugin_that_is_not_there")
    assert len(record(course).cases) == 6
    assert os.environ["PYTEST_ADDOPTS"] == "-x --nonsense -k nothing"
    assert "PYTEST_DISABLE_PLUGIN_AUTOLOAD" not in os.environ


def test_a_conftest_beside_the_graders_is_not_run(course):
    (course.graders / "conftest.py").write_text("raise SystemExit('run')")
    assert len(record(course).cases) == 6


def test_each_kind_of_broken_grader_is_noted_with_its_reason(course):
    course.grader("syntax", text="def broken(:\n")
    course.grader("imports", text="import nowhere_at_all\n")
    course.grader("points", text="from torchgrade import check\n@check(0, 'h')\ndef test_x(verify):\n    'x'\n")
    broken = record(course).broken
    assert set(broken) == {"01_first/syntax", "01_first/imports", "01_first/points"}
    assert "invalid syntax" in broken["01_first/syntax"]
    assert "nowhere_at_all" in broken["01_first/imports"]
    assert "is worth 0. Give a positive number of points" in broken["01_first/points"]


def test_a_check_that_pytest_cannot_set_up_is_a_case_with_a_fault(course):
    path = course.grader("twice")
    path.write_text(path.read_text().replace("(verify, draw, size)", "(verify, drawn, size)"))
    faults = {case.check.id: case.fault for case in record(course).cases if case.fault}
    assert faults == {"01_first/twice::test_values": "fixture 'drawn' not found"}


@pytest.mark.parametrize(
    ("forbidden", "body", "needed"),
    [
        ("", "verify(draw.normal(2))", False),
        ("", "verify.gradients(draw.normal(2))", True),
        ("", "verify.contract(draw.normal(2))", True),
        ('"aten::exp"', "verify(draw.normal(2))", True),
        ('"torch.exp"', "verify(draw.normal(2))", False),
    ],
)
def test_contestants_have_torchs_compiler_ready_where_torch_will_ask_for_it(course, forbidden, body, needed):
    (course.graders / "01_first" / "test_thrice.py").unlink()
    course.grader(
        "twice",
        text="from torchgrade import Exercise, check\n\n"
        f"exercise = Exercise('twice', reference=lambda x: 2 * x, forbidden=({forbidden},))\n\n\n"
        f'@check(1, \'Add.\')\ndef test_it(verify, draw):\n    """adds"""\n    {body}\n'.replace("(,)", "()"),
    )
    assert record(course).needs_compiler is needed

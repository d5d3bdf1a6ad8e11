"""Honest answers never trip over what is forbidden, and the forbidden thing earns nothing under any disguise."""

from __future__ import annotations

import pytest
import torch

from .conftest import Course, Way, ways

pytestmark = pytest.mark.learner_code

HONEST, DISGUISES = ways("honest"), ways("disguises")


@pytest.fixture(autouse=True)
def _built_with_mkldnn(request: pytest.FixtureRequest) -> None:
    way = getattr(request.node, "callspec", None) and request.node.callspec.params["way"]
    if way and way.name == "mkldnn" and not torch.backends.mkldnn.is_available():
        pytest.skip("this torch is built without mkldnn")


@pytest.mark.parametrize("way", HONEST, ids=str)
def test_an_honest_answer_gets_full_marks_and_no_flag(course: Course, way: Way):
    outcome = course.grade(way)
    assert {check.title: check.message for check in outcome.checks if check.verdict != "passed"} == {}
    assert outcome.points == sum(check.max_points for check in outcome.checks) > 0
    assert outcome.flags == ()


@pytest.mark.parametrize("way", DISGUISES, ids=str)
def test_a_disguise_earns_nothing_and_is_recognised(course: Course, way: Way):
    outcome = course.grade(way)
    assert [check.title for check in outcome.checks if check.points] == []
    assert "forbidden" in {result.kind for result in outcome.results}
    assert any("forbidden operation" in flag for flag in outcome.flags)


@pytest.mark.parametrize("way", DISGUISES, ids=str)
def test_a_disguise_would_earn_points_where_nothing_is_forbidden(course: Course, way: Way):
    """Or else its zero above would prove nothing."""
    assert course.grade(way, forbidding=False).points > 0


def test_the_corpora_are_large_enough_and_no_two_ways_are_called_alike():
    assert len(set(map(str, HONEST))) == len(HONEST) >= 50
    assert len(set(map(str, DISGUISES))) == len(DISGUISES) >= 40
    assert all(way.sentence for way in (*HONEST, *DISGUISES))

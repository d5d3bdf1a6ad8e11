from __future__ import annotations

from dataclasses import replace
from xml.etree import ElementTree as Xml

import pytest
from junitparser import JUnitXml

from torchgrade.formats.junit import junit
from torchgrade.report.views import learner_view


def cases(text):
    return [case for suite in JUnitXml.fromstring(text.encode("utf-8")) for case in suite]


def test_golden(report, class_of, held):
    held("junit.xml", junit([learner_view(report)]))
    held("junit-class.xml", junit(class_of))


def test_junitparser_counts_as_we_do(report):
    found = JUnitXml.fromstring(junit([report]).encode("utf-8"))
    assert (found.tests, found.failures, found.errors, found.skipped) == (9, 2, 4, 2)
    [suite] = found
    assert (suite.tests, suite.failures, suite.errors, suite.skipped) == (9, 2, 4, 2)
    assert suite.time == pytest.approx(1.5)


def test_a_case_has_its_points_file_line_and_the_message_as_text(report):
    values = cases(junit([report]))[1]
    assert (values.classname, values.name) == (
        "03_activations.softmax",
        "gives torch.softmax's values along any dimension",
    )
    element = Xml.fromstring(junit([report]).encode("utf-8")).findall(".//testcase")[1]
    assert (element.get("file"), element.get("line")) == ("graders/03_activations/test_softmax.py", "30")
    assert {p.get("name"): p.get("value") for p in element.iter("property")}["points"] == "0/3.5"
    assert "expected 0.5, got nan at [0, 1]." in values.result[0].text


def test_no_name_is_there_twice(report):
    same = [replace(check, title="the same") for check in report.checks]
    text = junit([replace(report, checks=tuple(same)), replace(report, checks=tuple(same))])
    names = [(case.classname, case.name) for case in cases(text)]
    assert len(names) == 18
    assert len(set(names)) == len(names)


@pytest.mark.parametrize("status", ["unreadable", "grader_fault"])
def test_what_was_not_graded_is_an_error(report, status):
    [case] = cases(junit([replace(report, checks=(), status=status, message="a sentence")]))
    assert "a sentence" in case.result[0].text


def test_a_file_larger_than_gitlab_takes_has_nothing_that_was_printed(report, monkeypatch):
    from torchgrade.formats import junit as module

    monkeypatch.setattr(module, "MOST_BYTES", 6_000)
    long = replace(report.checks[1], stdout="x" * 6_000)
    text = junit([replace(report, checks=(long,))])
    assert "xxx" not in text
    assert "expected 0.5, got nan" in text


def test_gitlab_takes_nothing_that_code_printed_for_an_attachment(report):
    checks = (replace(report.checks[1], stdout="[[ATTACHMENT|secret.txt]]"),)
    text = junit([replace(report, checks=checks)])
    assert "[[ATTACHMENT|" not in text
    assert "ATTACHMENT|secret.txt" in text


def test_names_stay_what_they_are_and_break_nothing(nasty):
    found = cases(junit([replace(nasty, message="\ufffe\x00\ud800")]))
    assert len(found) == len(nasty.checks)
    assert "<script>" in found[1].name
    assert "\u202e" not in found[1].name


def test_the_learner_s_file_has_nothing_of_a_hidden_check(report):
    assert "secret" in junit([report])
    assert "secret" not in junit([learner_view(report)])
    assert "hidden check" in junit([learner_view(report)])

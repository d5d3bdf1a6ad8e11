"""JUnit XML: a suite per submission, a test case per check, as GitLab, Jenkins and GitHub's actions read it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from xml.etree import ElementTree as Xml

from torchgrade.formats.wording import BROKEN, LEFT_OUT, adjusted, notes, trouble, verdict, why, worth
from torchgrade.language.speaking import _
from torchgrade.report.text import cut, visible
from torchgrade.results import Check, Report

MOST_BYTES = 25_000_000  # GitLab takes 30 MB
_NO_XML = re.compile("[\ufffe\uffff]")  # XML 1.0 has no way to write these


def junit(reports: Sequence[Report]) -> str:
    """The file; each test case's (classname, name) is there once, since GitLab drops a second one.

    What code printed is left out where the file would else be larger than GitLab takes.
    """
    text = _document(reports, printed=True)
    return text if len(text.encode("utf-8")) <= MOST_BYTES else _document(reports, printed=False)


def _document(reports: Sequence[Report], printed: bool) -> str:
    root = Xml.Element("testsuites", name="torchgrade")
    taken: set[tuple[str, str]] = set()
    for report in reports:
        prefix = "" if len(reports) == 1 else f"{report.submission}."
        root.append(_suite(report, prefix, taken))
    _count(root, root.iter("testcase"))
    if not printed:
        for case in root.iter("testcase"):
            for output in case.findall("system-out"):
                case.remove(output)
    Xml.indent(root, " ")
    return f"<?xml version='1.0' encoding='utf-8'?>\n{Xml.tostring(root, encoding='unicode')}\n"


def _suite(report: Report, prefix: str, taken: set[tuple[str, str]]) -> Xml.Element:
    suite = Xml.Element("testsuite", name=_text(report.submission))
    if report.timing.started:
        suite.set("timestamp", _text(report.timing.started))
    about = {"assignment": report.assignment, "adjustments": "; ".join(adjusted(report))}
    _properties(suite, points=worth(report), attempt=str(report.attempt), **about)
    for check in report.checks:
        suite.append(_case(check, prefix, taken))
    if report.status != "graded":
        classname = _text(f"{prefix}torchgrade")
        case = Xml.SubElement(suite, "testcase", classname=classname, name=_("the submission is graded"))
        _child(case, "error", report.status, trouble(report))
    _count(suite, suite.iter("testcase"))
    return suite


def _count(parent: Xml.Element, cases: Iterable[Xml.Element]) -> None:
    found = list(cases)
    parent.set("tests", str(len(found)))
    for kind, name in (("failure", "failures"), ("error", "errors"), ("skipped", "skipped")):
        parent.set(name, str(sum(case.find(kind) is not None for case in found)))
    parent.set("time", f"{sum(float(case.get('time', '0')) for case in found):.3f}")


def _case(check: Check, prefix: str, taken: set[tuple[str, str]]) -> Xml.Element:
    classname = _text(prefix + check.exercise.replace("/", "."))
    case = Xml.Element("testcase", classname=classname, name=_unique(classname, _text(check.title), taken))
    case.set("time", f"{max(check.duration_s, 0.0):.3f}")
    if check.file:
        case.set("file", _text(check.file))
    if check.line is not None:
        case.set("line", str(check.line))
    idea = check.misconception or ""
    noted = "\n".join(notes([check]))
    _properties(case, points=worth(check), check=check.id, verdict=check.verdict, misconception=idea, notes=noted)
    if check.verdict in LEFT_OUT:
        _child(case, "skipped", check.verdict, verdict(check))
    elif check.verdict != "passed":
        kind = "error" if check.verdict in BROKEN else "failure"
        _child(case, kind, check.verdict, "\n".join(why(check)) or verdict(check))
    if check.stdout:
        printed = cut(check.stdout).replace("[[ATTACHMENT|", "[ [ATTACHMENT|")  # GitLab would link to the file
        Xml.SubElement(case, "system-out").text = _text(printed)
    return case


def _child(case: Xml.Element, kind: str, type_: str, text: str) -> None:
    """GitLab shows the element's text and Jenkins the message as well; the message is the text's first line."""
    child = Xml.SubElement(case, kind, type=_text(type_), message=_text(text.partition("\n")[0]))
    child.text = _text(text)


def _properties(parent: Xml.Element, **values: str) -> None:
    properties = Xml.SubElement(parent, "properties")
    for name, value in values.items():
        if value:
            Xml.SubElement(properties, "property", name=name, value=_text(value))


def _unique(classname: str, name: str, taken: set[tuple[str, str]]) -> str:
    candidate, number = name, 1
    while (classname, candidate) in taken:
        number += 1
        candidate = f"{name} ({number})"
    taken.add((classname, candidate))
    return candidate


def _text(text: str) -> str:
    """A text as XML can hold it."""
    return _NO_XML.sub(lambda match: f"\\u{ord(match.group()):04x}", visible(text))

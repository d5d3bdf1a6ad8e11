"""What `torchgrade.grade` gives back: a result that shows itself in a notebook and in a plain session."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from torchgrade.formats.wording import verdict, why
from torchgrade.language.speaking import _, speaking
from torchgrade.report.board_details import details
from torchgrade.report.lines import Line, wrapped
from torchgrade.report.next_step import praise, short
from torchgrade.report.small import render_small
from torchgrade.report.text import points
from torchgrade.results import Report

_WIDTH = 100


class NotRight(AssertionError):
    """A check that is not right yet, in words and without a traceback of ours."""

    def _render_traceback_(self) -> list[str]:
        return [str(self)]


@dataclass(frozen=True, repr=False)
class Result:
    """How an answer stands, told in the language `locale`.

    `report` is what the learner may see, `achieved` are sentences on what turned green.
    """

    report: Report
    locale: str
    achieved: Sequence[str] = field(default=())

    @property
    def score(self) -> float:
        """Points earned."""
        return self.report.score

    @property
    def max_score(self) -> float:
        """Points to be had."""
        return self.report.max_score

    @property
    def passed(self) -> bool:
        """Whether every check is right."""
        return bool(self.report.checks) and all(check.verdict == "passed" for check in self.report.checks)

    def must_pass(self, *names: str) -> None:
        """Nothing where these checks (as "test_values") are right: how a test cell of nbgrader asks for them.

        Raises:
            NotRight: one is not, or is not there.
        """
        found = {check.id.rpartition("::")[2]: check for check in self.report.checks}
        with speaking(self.locale):
            for name in names:
                check = found.get(name)
                if check is None:
                    raise NotRight(_("there is no check {name} here", name=name))
                if check.verdict != "passed":
                    raise NotRight("\n".join([f"{check.title} ({verdict(check)})", *why(check)]))

    def __repr__(self) -> str:
        with speaking(self.locale):
            return "\n".join(line.text for line in wrapped(self._lines(), _WIDTH))

    def _lines(self) -> Iterator[Line]:
        for name, checks in self.report.exercises().items():
            score, most = points(self.score), points(self.max_score)
            yield Line(_("{name}: {score} of {most} points", name=short(name), score=score, most=most))
            yield from details(checks)
        yield from (Line(sentence) for sentence in (praise(self.report), *self.achieved) if sentence)

    def _repr_html_(self) -> str:
        with speaking(self.locale):
            return render_small(self.report, self.achieved)

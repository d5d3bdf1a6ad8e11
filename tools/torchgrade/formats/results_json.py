"""Our own results as JSON, as docs/results.schema.json describes them."""

from __future__ import annotations

from torchgrade.formats.strict_json import strict_json
from torchgrade.results import Report, plain


def results_json(report: Report) -> str:
    """The report with its score and maximum."""
    return strict_json({**plain(report), "score": report.score, "max_score": report.max_score})

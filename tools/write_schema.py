"""Write docs/results.schema.json, the JSON Schema of results, from the model. For maintainers.

python tools/write_schema.py
"""

from __future__ import annotations

import json
from pathlib import Path

from torchgrade.results_io import write_text
from torchgrade.results_schema import schema

FILE = Path(__file__).resolve().parents[1] / "docs" / "results.schema.json"


def text() -> str:
    """The file's text."""
    return json.dumps(schema(), indent=2, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    write_text(FILE, text())
    print(FILE)

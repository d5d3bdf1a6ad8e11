from __future__ import annotations

from collections import Counter

from torchgrade.authoring.curriculum import table
from torchgrade.authoring.validate import Verdict
from torchgrade.course import catalogue


def test_the_page_has_a_table_a_unit_in_catalogue_order_and_sums_up_the_diagnosis(tmp_path):
    unit = tmp_path / "03_activations"
    unit.mkdir()
    (unit / "unit.toml").write_text('title = "Bends"\nbuilds = "a neuron."\nexercises = ["relu", "elu"]')
    for name in ("elu", "relu"):
        (unit / f"test_{name}.py").touch()
    counts = Counter({"misconceptions": 7, "named": 6, "taken for another": 1, "alternatives": 3})
    verdicts = [
        Verdict("03_activations/elu", 4, 10, (), ("cpu",), counts=Counter({"misconceptions": 2, "named": 2}), cases=9),
        Verdict("03_activations/relu", 5, 10, ("aten::*relu*",), ("cpu", "cuda"), counts=counts, cases=12),
    ]
    page = table(tmp_path, catalogue(tmp_path), verdicts)
    assert (
        "2 exercises, 20 points, 21 cases. Of 9 misconceptions 8 are called by their own name and 1 by another's"
        in page
    )
    assert "After it you can build a neuron. [What it teaches](../solutions/03_activations/README.md)." in page
    assert [line for line in page.splitlines() if line.startswith(("## ", "| `"))] == [
        "## 03 Bends",
        "| `relu` | 10 | 5 | 12 | 7 | 6 | `aten::*relu*` | cpu, cuda |",
        "| `elu` | 10 | 4 | 9 | 2 | 2 | nothing | cpu |",
    ]


def test_mutants_are_a_column_where_they_were_run(tmp_path):
    unit = tmp_path / "03_activations"
    unit.mkdir()
    (unit / "unit.toml").write_text('title = "Bends"\nbuilds = "a neuron."\nexercises = ["relu"]')
    (unit / "test_relu.py").touch()
    counts = Counter({"mutants": 12, "killed": 9, "equivalent": 2})
    verdict = Verdict("03_activations/relu", 5, 10, (), ("cpu",), counts=counts, cases=12)
    page = table(tmp_path, catalogue(tmp_path), [verdict])
    assert "Of 10 mutants 9 are refused." in page
    heading, line, row = (row for row in page.splitlines() if row.startswith("|"))
    assert heading.endswith("| tried on | mutants |")
    assert row == "| `relu` | 10 | 5 | 12 | 0 | 0 | nothing | cpu | 9/10 |"
    assert len({text.count("|") for text in (heading, line, row)}) == 1

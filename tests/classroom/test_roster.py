from __future__ import annotations

from pathlib import Path

import pytest

from torchgrade.classroom.rendering import render_folder
from torchgrade.classroom.roster import read_roster
from torchgrade.errors import BadInput
from torchgrade.results import Report
from torchgrade.results_io import to_json, write_text


def roster(folder: Path, text: str) -> Path:
    path = folder / "roster.csv"
    path.write_bytes(text.encode("utf-8"))
    return path


@pytest.mark.parametrize(
    "text",
    [
        "id,name\ns1,Ada\ns2,张伟\n",
        "\ufeffName;ID\r\nAda;s1\r\n张伟; s2\r\n",
        "id\tmail\tname\ns1\t-\tAda\n\t\t\ns2\t-\t张伟",
    ],
)
def test_columns_are_found_by_name_whatever_parts_them(text: str, tmp_path: Path) -> None:
    assert read_roster(roster(tmp_path, text)).people == {"s1": "Ada", "s2": "张伟"}


def test_an_id_that_occurs_twice_is_said_and_counts_once(tmp_path: Path) -> None:
    found = read_roster(roster(tmp_path, 'id,name\ns1,"Love, Ada"\ns1,Other\ns2,\n'))
    assert found.people == {"s1": "Love, Ada", "s2": ""}
    assert found.duplicates == ("s1",)


def test_who_is_missing_and_who_is_unknown(tmp_path: Path) -> None:
    found = read_roster(roster(tmp_path, "id\ns1\nS2\ns3\n"))
    assert found.missing(["s1", "s2", "x"]) == ["s3"]
    assert found.unknown(["s1", "s2", "x"]) == ["x"]


@pytest.mark.parametrize(("text", "said"), [("", "names nothing"), ("who,mail\na,b\n", "names who, mail")])
def test_a_roster_without_ids_is_refused(text: str, said: str, tmp_path: Path) -> None:
    with pytest.raises(BadInput, match=f"has no column `id` .*{said}.*Name the columns id,name"):
        read_roster(roster(tmp_path, text))


def test_a_roster_that_cannot_be_read_is_refused_and_nothing_is_written(tmp_path: Path) -> None:
    write_text(tmp_path / "results" / "s1.json", to_json(Report("s1")))
    with pytest.raises(BadInput, match="Save the roster as CSV in UTF-8"):
        render_folder(tmp_path, tmp_path / "out", roster=tmp_path / "none.csv")
    assert not (tmp_path / "out").exists()


def test_the_cohort_page_says_who_is_missing_unknown_and_there_twice(tmp_path: Path) -> None:
    for name in ("s1", "stranger"):
        write_text(tmp_path / "results" / f"{name}.json", to_json(Report(name)))
    path = roster(tmp_path, "id,name\ns1,Ada\ns1,Ada\ns9,<b>Bob</b>\n")
    text = render_folder(tmp_path, tmp_path / "out", roster=path).read_text(encoding="utf-8")
    assert '<dt>have not submitted</dt><dd><bdi>s9</bdi> <bdi class="muted">&lt;b&gt;Bob&lt;/b&gt;</bdi>' in text
    assert '<dt>submitted, and not on the roster</dt><dd><a href="submissions/stranger.html">' in text
    assert "<dt>on the roster more than once</dt><dd><bdi>s1</bdi>" in text
    assert "<td><bdi>Ada</bdi></td>" in text

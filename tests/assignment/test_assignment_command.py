from __future__ import annotations

from pathlib import Path

import pytest

from torchgrade.assignment.command import begin, check
from torchgrade.errors import BadInput

GRADERS = Path(__file__).parents[2] / "graders"


def test_a_new_assignment_passes_its_check(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    begin("ps1", ["unit 5", "adam"], GRADERS)
    check(Path("ps1.toml"), GRADERS)
    assert "ps1.toml is all right: 12 exercises, 120 points, due " in capsys.readouterr().out


def test_a_file_that_is_there_is_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("ps1.toml").write_text("mine", encoding="utf-8")
    with pytest.raises(BadInput, match="there already"):
        begin("ps1", ["adam"], GRADERS)
    assert Path("ps1.toml").read_text(encoding="utf-8") == "mine"


@pytest.mark.parametrize("name", ["..", "-x", "a b/?"])
def test_a_name_that_makes_no_folder_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(BadInput):
        begin(name, ["adam"], GRADERS)
    assert not list(tmp_path.iterdir())


def test_a_wrong_assignment_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "ps1.toml"
    path.write_text("[exercises]\nsoftmx = 1\n", encoding="utf-8")
    with pytest.raises(BadInput, match="1 to mend"):
        check(path, GRADERS)

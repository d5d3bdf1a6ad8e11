from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from torchgrade.errors import BadInput
from torchgrade.release import files
from torchgrade.release.command import release

ROOT = Path(__file__).parents[2]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "ps1.toml"
    path.write_text('hidden = ["softmax::test_gradient"]\n[exercises]\nsoftmax = 10\n', encoding="utf-8")
    return path


@pytest.fixture
def no_wheel(monkeypatch: pytest.MonkeyPatch) -> None:
    """Building one costs seconds, and these tests look at other files."""

    def written(folder: Path) -> Path:
        path = folder / "torchgrade-0-py3-none-any.whl"
        path.write_bytes(b"")
        return path

    monkeypatch.setattr("torchgrade.release.command.write_wheel", written)


@pytest.mark.usefixtures("no_wheel")
def test_a_zip_holds_one_folder_and_speaks_chinese_where_that_is_asked_for(file: Path, tmp_path: Path) -> None:
    path = release(file, tmp_path / "out", "zip", "zh", ROOT / "graders")
    with zipfile.ZipFile(path) as archive:
        names = archive.namelist()
        assert all(name.startswith("ps1/") for name in names)
        assert 'language = "zh"' in archive.read("ps1/pyproject.toml").decode()
        stub = archive.read("ps1/exercises/03_activations/softmax.py").decode()
        readme = archive.read("ps1/README.md").decode()
    assert any("\u4e00" <= sign <= "\u9fff" for sign in stub)
    assert any("\u4e00" <= sign <= "\u9fff" for sign in readme)


@pytest.mark.usefixtures("no_wheel")
def test_translations_keep_what_is_shown_and_lose_what_is_hidden(file: Path, tmp_path: Path) -> None:
    from torchgrade.language import po

    out = release(file, tmp_path / "out", graders=ROOT / "graders")
    known = po.read(out / "graders" / "03_activations" / "softmax.zh_CN.po")
    assert "lets the gradient through" not in known
    assert "gives torch.softmax's values along any dimension" in known


def test_a_course_without_solutions_cannot_be_released(tmp_path: Path, file: Path) -> None:
    graders = tmp_path / "elsewhere" / "graders" / "03_activations"
    graders.mkdir(parents=True)
    source = ROOT / "graders" / "03_activations" / "test_softmax.py"
    for path in source.parent.glob("*softmax*"):
        (graders / path.name).write_bytes(path.read_bytes())
    with pytest.raises(BadInput, match="needs the course's solutions"):
        release(file, tmp_path / "out", graders=graders.parent)
    assert not (tmp_path / "out").exists()
    assert files.SUFFIX == ".observations.zip"

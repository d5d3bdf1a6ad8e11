from __future__ import annotations

import pytest

from torchgrade.errors import BadInput
from torchgrade.language import chosen as module
from torchgrade.language.chosen import chosen, known


@pytest.fixture(autouse=True)
def chinese(tmp_path, monkeypatch):
    (tmp_path / "zh_CN.po").touch()
    monkeypatch.setattr(module, "LOCALES", tmp_path)
    for name in ("TORCHGRADE_LANG", "LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)


def test_the_languages_are_english_and_those_with_a_catalogue():
    assert known() == ["en", "zh_CN"]


@pytest.mark.parametrize("word", ["zh", "zh_CN", "zh-cn", "ZH_cn.UTF-8"])
def test_one_language_has_many_spellings(word):
    assert chosen(word) == "zh_CN"


def test_an_unknown_language_is_refused_with_those_there_are():
    with pytest.raises(BadInput, match=r"--lang: there is no language 'fr'\. There are en, zh_CN\."):
        chosen("fr")


def test_the_option_beats_the_variable_the_variable_the_setting_and_the_setting_the_system(tmp_path, monkeypatch):
    assert chosen() == "en"
    monkeypatch.setenv("LANG", "zh_CN.UTF-8")
    assert chosen() == "zh_CN"
    (tmp_path / "pyproject.toml").write_text(
        '[tool.other]\nlanguage = "x"\n[tool.torchgrade]\nlanguage = "en"\n[tool.x]\n'
    )
    assert chosen(course=tmp_path) == "en"
    monkeypatch.setenv("TORCHGRADE_LANG", "zh")
    assert chosen(course=tmp_path) == "zh_CN"
    assert chosen("en", tmp_path) == "en"


@pytest.mark.parametrize("system", ["C", "C.UTF-8", "POSIX", "fr_FR.UTF-8"])
def test_a_system_in_another_language_gets_english(monkeypatch, system):
    monkeypatch.setenv("LANG", system)
    assert chosen() == "en"

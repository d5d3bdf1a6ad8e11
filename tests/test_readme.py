"""The two READMEs say the same: what one tells to type, the other does too, and what they link to is there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
CHINESE = (ROOT / "README.zh.md").read_text(encoding="utf-8")


def commands(text: str) -> set[str]:
    """The lines of code blocks that are typed, without prompts and remarks."""
    blocks = re.findall(r"^```\w*\n(.*?)^```", text, re.DOTALL | re.MULTILINE)
    lines = [line.removeprefix("$ ").partition("#")[0].strip() for block in blocks for line in block.splitlines()]
    return {line for line in lines if line.startswith(("git ", "pip ", "python3 ", "pytest", "torchgrade ", "make "))}


def typed(text: str) -> set[str]:
    """The first cells of the tables of commands."""
    return set(re.findall(r"^\| `([^`]+)` \|", text, re.MULTILINE))


def test_what_the_chinese_readme_tells_to_type_the_english_one_does_too() -> None:
    assert commands(CHINESE) <= commands(README)
    assert "pytest --exercise softmax" in commands(CHINESE)


def test_both_list_the_same_commands_for_a_learner() -> None:
    mine = {cell for cell in typed(README) if cell.startswith(("pytest", "torchgrade "))}
    assert mine >= typed(CHINESE) >= {"pytest", "torchgrade list"}


@pytest.mark.parametrize("text", [README, CHINESE], ids=["README.md", "README.zh.md"])
def test_every_link_leads_to_a_file(text: str) -> None:
    for target in re.findall(r"\]\(([^)#:]+)\)", text):
        assert (ROOT / target).exists(), target


@pytest.mark.parametrize("page", sorted((ROOT / "docs").glob("*.md")), ids=lambda page: page.name)
def test_no_page_shows_a_fault_of_ours(page: Path) -> None:
    assert "INTERNALERROR" not in page.read_text(encoding="utf-8")

"""The jinja2 environment of the HTML reports: autoescape, and nothing invisible in any printed value."""

from __future__ import annotations

import base64
import hashlib
import re
from functools import cache
from pathlib import Path
from typing import Any
from weakref import WeakKeyDictionary

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from torchgrade.language.speaking import _, language
from torchgrade.report import palette, text, words
from torchgrade.report.heatmap import Heatmap, Table
from torchgrade.results import Sample

TEMPLATES = Path(__file__).parent / "templates"


@cache
def environment() -> Environment:
    """One environment for all pages; every string that a template prints passes through `text.visible`."""
    made = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        finalize=_finalize,
    )
    made.filters |= {
        "number": text.number,
        "points": text.points,
        "percent": text.percent,
        "alike": text.alike,
        "seconds": text.seconds,
        "day_and_time": text.day_and_time,
        "cut": text.cut,
        "verdict": words.of_verdict,
        "status": words.of_status,
        "tone": tone,
        "prose": prose,
        "signed": signed,
        "figure": figure,
        "numbers": numbers,
        "ramp": ramp,
        "filled": filled,
        "submissions": words.submissions_in_words,
    }
    made.globals |= {
        "_": _,
        "html_lang": html_lang,
        "heat_css": Markup(palette.css()),
    }  # our own text, safe as it is
    return made


def render(template: str, **values: Any) -> str:
    """A page from a template."""
    return environment().get_template(template).render(values)


def script_hash(name: str) -> str:
    """The source expression by which a page's security policy lets this script of ours run, and no other."""
    digest = hashlib.sha256((TEMPLATES / name).read_text(encoding="utf-8").encode("utf-8")).digest()
    return f"'sha256-{base64.b64encode(digest).decode('ascii')}'"


def tone(mark: str) -> str:
    """The CSS class of a mark; colour only repeats what the mark and its word say."""
    return {words.RIGHT: "good", words.WRONG: "bad"}.get(mark, "quiet")


def prose(sentence: str) -> Markup:
    """A sentence as markup: escaped, and what stands between backticks set as code."""
    pieces = text.visible(sentence).split("`")
    if len(pieces) % 2 == 0:
        return escape("`".join(pieces))
    return Markup().join(Markup("<code>{}</code>").format(piece) if i % 2 else piece for i, piece in enumerate(pieces))


def html_lang() -> str:
    """The language spoken now as HTML names it, for readers that speak and for fonts."""
    return language().replace("_", "-")


def signed(value: float) -> str:
    """A figure of two digits with a minus as long as a plus is wide."""
    return f"{value:.2f}".replace("-", "−")


def filled(sentence: str, **values: Markup) -> Markup:
    """A sentence as markup, with markup in its slots."""
    text = escape(sentence)
    for name, value in values.items():
        text = text.replace(Markup("{") + name + Markup("}"), value)
    return text


# The markup of a heatmap by language: a learner's page and the instructor's show the same ones.
_FIGURES: WeakKeyDictionary[Heatmap, tuple[str, Markup]] = WeakKeyDictionary()


def figure(found: Heatmap, sample: Sample) -> Markup:
    """A heatmap as markup, made once."""
    locale, made = _FIGURES.get(found, ("", Markup()))
    if locale != language():
        made = Markup(render("heatmap.html.j2", map=found, sample=sample))
        _FIGURES[found] = (language(), made)
    return made


def numbers(table: Table, out: str) -> Markup:
    """The rows of a heatmap's table, joined here because a large class has millions of cells.

    Args:
        table: rows of (text, is it out of tolerance).
        out: what is said, unseen, of a cell that is.
    """
    mark = f' <span aria-hidden="true">✗</span><span class="unseen">{escape(out)}</span>'
    head = "".join(f'<th scope="col">{place}</th>' for place in range(len(table[0]) if table else 0))
    rows = (
        f'<tr><th scope="row">{place}</th>'
        + "".join(
            f'<td class="out">{_cell(cell)}{mark}</td>' if wrong else f"<td>{_cell(cell)}</td>" for cell, wrong in row
        )
        + "</tr>"
        for place, row in enumerate(table)
    )
    return Markup("\n".join([f"<tr><td></td>{head}</tr>" if head else "", *rows]))


_NUMBER = re.compile(r"[-+.\w]*", re.ASCII)


def _cell(cell: str) -> str:
    """A number as it is, which has nothing to escape; any other text as text."""
    return cell if _NUMBER.fullmatch(cell) else escape(text.visible(cell))


@cache
def ramp(name: str) -> Markup:
    """The colours of a ramp side by side, from its low end to its high one."""
    wide = 4 * palette.LEVELS
    cells = "".join(
        f'<rect class="{name}{level}" x="{4 * level}" width="4" height="8"/>' for level in range(palette.LEVELS)
    )
    return Markup(f'<svg width="{wide}" height="8" viewBox="0 0 {wide} 8">{cells}</svg>')


def _finalize(value: object) -> object:
    return text.visible(value) if isinstance(value, str) and not isinstance(value, Markup) else value

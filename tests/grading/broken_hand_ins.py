"""A class of broken hand-ins, the same for one seed: texts, folders, zips, and entries that are no hand-ins at all."""

from __future__ import annotations

import os
import random
import stat
import struct
import zipfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

RIGHT = "def twice(x):\n    return 2 * x\n\n\ndef thrice(x):\n    return 3 * x\n"
NAMES = (
    "解答",
    "решение",
    "جواب",
    "a b",
    "-rf",
    "--out",
    "é",
    "e\u0301",
    "🙂",
    "x" * 120,
    "a\nb",
    "CON",
    "'",
    "%s",
    "$(id)",
)
CODECS = ("utf-16", "utf-32", "utf-7", "cp037", "shift_jis", "koi8_r", "latin-1", "utf-8-sig")
CODING = ("rot13", "zlib", "idna", "punycode", "unicode_escape", "undefined", "base64", "x" * 99, "utf-16", "mbcs")


# ---- broken texts


def noise(dice: random.Random) -> bytes:
    return dice.randbytes(dice.randint(0, 400))


def truncated(dice: random.Random) -> bytes:
    return RIGHT.encode()[: dice.randint(0, len(RIGHT))]


def spliced(dice: random.Random) -> bytes:
    """The right answer with bytes of it replaced."""
    data = bytearray(RIGHT.encode())
    for _ in range(dice.randint(1, 6)):
        data[dice.randrange(len(data))] = dice.randrange(256)
    return bytes(data)


def nul_bytes(dice: random.Random) -> bytes:
    return dice.choice([b"\0" * dice.randint(1, 5000), RIGHT.encode().replace(b" ", b"\0"), RIGHT.encode() + b"\0"])


def nested(dice: random.Random) -> bytes:
    depth = dice.choice([50, 150, 2_000, 20_000])
    pieces = [
        ("(", ")"),
        ("[", "]"),
        ("-", ""),
        ("not ", ""),
        ("x(", ")"),
        ("{1:", "}"),
        ("lambda:", ""),
        ("f'{", "}'"),
    ]
    opening, closing = dice.choice(pieces)
    return f"y = {opening * depth}1{closing * depth}\n{RIGHT}".encode()


def chained(dice: random.Random) -> bytes:
    link = dice.choice([".a", "(1)", "[0]", " + 1", " if x else 1", " and x", "**1"])
    return f"x = 1\ny = x{link * dice.choice([100, 3_000, 30_000])}\n{RIGHT}".encode()


def indented(dice: random.Random) -> bytes:
    depth = dice.choice([30, 99, 101, 400])
    return "".join(f"{' ' * level}if 1:\n" for level in range(depth)).encode() + b" " * depth + b"pass\n"


def huge_number(dice: random.Random) -> bytes:
    digits = dice.choice(["9" * 5_000, "9" * 200_000, "0x" + "f" * 100_000, "1e99999", "9" * 4_300 + "j"])
    return f"def twice(x):\n    return {digits}\n".encode()


def encoded(dice: random.Random) -> bytes:
    return RIGHT.replace("x", "é" if dice.random() < 0.5 else "x").encode(dice.choice(CODECS), "replace")


def declared(dice: random.Random) -> bytes:
    return f"# -*- coding: {dice.choice(CODING)} -*-\n{RIGHT}".encode()


def odd_answer(dice: random.Random) -> bytes:
    """Python that runs, and is wrong in an odd way."""
    bodies = [
        "twice = thrice = None",
        "def twice(): return 1",
        "class twice: __call__ = 3",
        "class Odd(type):\n    def __getattribute__(c, n): raise SystemExit(n)\nclass twice(metaclass=Odd): pass",
        "def twice(x): return twice(x)",
        "def twice(x): yield x",
        "async def twice(x): return x",
        "def twice(x): return '\\ud800'",
        "def twice(x): return 10**5000",
        "def twice(x): raise type('\\ud800', (Exception,), {})('\\udfff' * 9)",
        "def twice(x):\n    y = []\n    y.append(y)\n    return y",
        "raise BaseException",
        "raise KeyboardInterrupt",
        "import sys\nsys.exit(0)",
        "def __getattr__(name): raise RuntimeError(name)",
        "from twice import twice",
        "import thrice\nfrom thrice import *",
        "print('\\x1b[2J\\ud800'.encode('utf-8', 'surrogatepass'))\ntwice = print",
        "del __builtins__\ndef twice(x): return 2 * x",
    ]
    return dice.choice(bodies).encode() + b"\n"


TEXTS = [
    noise,
    truncated,
    spliced,
    nul_bytes,
    nested,
    chained,
    indented,
    huge_number,
    encoded,
    declared,
    odd_answer,
]


# ---- broken hand-ins: each makes one entry of the class at a path that it may give an extension


def file(path: Path, dice: random.Random, text: Callable[[random.Random], bytes]) -> None:
    path.with_name(f"{path.name}.py").write_bytes(text(dice))


def folder(path: Path, dice: random.Random, text: Callable[[random.Random], bytes]) -> None:
    path.mkdir()
    for name in dice.sample(["twice", "thrice", "main", "解 答", "-x", "test_twice", "conftest"], dice.randint(1, 4)):
        (path / f"{name}.py").write_bytes(text(dice))


def zipped(path: Path, dice: random.Random, text: Callable[[random.Random], bytes]) -> None:
    whole = path.with_name(f"{path.name}.zip")
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in dice.sample(
            ["twice.py", "../thrice.py", "/etc/twice.py", "a/../../x.py", "C:/x.py", "u/thrice.py"], 3
        ):
            # A date of its own, or the bytes would depend on the hour.
            archive.writestr(zipfile.ZipInfo(name), text(dice), zipfile.ZIP_DEFLATED)
        link = zipfile.ZipInfo("link.py")
        link.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(link, "/etc/passwd")
    data = bytearray(whole.read_bytes())
    for _ in range(dice.choice([0, 0, 1, 4])):
        data[dice.randrange(len(data))] = dice.randrange(256)
    whole.write_bytes(data[: dice.choice([len(data), len(data), dice.randrange(len(data))])])


# ---- and the special ones


def pipe(path: Path) -> None:
    os.mkfifo(path.with_name(f"{path.name}.py"))


def pipe_inside(path: Path) -> None:
    path.mkdir()
    os.mkfifo(path / "twice.py")


def link_to_itself(path: Path) -> None:
    whole = path.with_name(f"{path.name}.py")
    whole.symlink_to(whole)


def links_in_a_circle(path: Path) -> None:
    (path / "a").mkdir(parents=True)
    (path / "a" / "b").symlink_to(path)
    (path / "twice.py").symlink_to(path / "thrice.py")
    (path / "thrice.py").symlink_to(path / "twice.py")


def named_like_an_exercise(path: Path) -> None:
    (path / "twice.py").mkdir(parents=True)
    (path / "thrice" / "twice.py").mkdir(parents=True)


def bomb(path: Path) -> None:
    with zipfile.ZipFile(path.with_name(f"{path.name}.zip"), "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("twice.py", bytes(300 * 2**20))


def lying_bomb(path: Path) -> None:
    """Ten gigabytes by what its directory says, or a few bytes."""
    whole = path.with_name(f"{path.name}.zip")
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("twice.py", bytes(50 * 2**20))
        archive.writestr("thrice.py", RIGHT)
    data = bytearray(whole.read_bytes())
    for size, name in ((100, b"twice.py"), (2**32 - 2, b"thrice.py")):
        at = data.rindex(name) - 46
        data[at + 24 : at + 28] = struct.pack("<I", size)
    whole.write_bytes(data)


def many_entries(path: Path) -> None:
    with zipfile.ZipFile(path.with_name(f"{path.name}.zip"), "w") as archive:
        for number in range(20_001):
            archive.writestr(f"{number}", "")


def sparse_gigabyte(path: Path) -> None:
    with open(path.with_name(f"{path.name}.py"), "wb") as stream:
        stream.truncate(2**30)


def sparse_zip(path: Path) -> None:
    with open(path.with_name(f"{path.name}.zip"), "wb") as stream:
        stream.truncate(2**30)


def deep_folders(path: Path) -> None:
    inner = path.joinpath(*["d"] * 200)
    inner.mkdir(parents=True)
    (inner / "twice.py").write_text(RIGHT)


def name_of_no_encoding(path: Path) -> None:
    with suppress(OSError):  # some file systems refuse it
        Path(os.fsdecode(os.fsencode(path) + b"\xff\xfe.py")).write_text(RIGHT)


SPECIAL = [
    pipe,
    pipe_inside,
    link_to_itself,
    links_in_a_circle,
    named_like_an_exercise,
    bomb,
    lying_bomb,
    many_entries,
    sparse_gigabyte,
    sparse_zip,
    deep_folders,
    name_of_no_encoding,
]


def make(root: Path, count: int, seed: int) -> None:
    """A class of that many broken hand-ins; the special ones first."""
    dice = random.Random(seed)
    root.mkdir()
    for number in range(count):
        path = root / f"{number:04}{dice.choice(('', *NAMES))}"
        if number < len(SPECIAL):
            SPECIAL[number](path)
        else:
            text = TEXTS[number % len(TEXTS)]
            dice.choice([file, file, file, folder, zipped])(path, dice, text)
    (root / "zzzz-right.py").write_text(RIGHT)
    (root / "-first.py").write_text(RIGHT)

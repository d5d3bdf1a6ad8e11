"""Every attack, at strict isolation as root and as an ordinary user; and what the split alone lets pass."""

from __future__ import annotations

import os
import re
import sys
from pathlib import Path

import pytest

from torchgrade.doctor.attack import read_attacks
from torchgrade.isolation.layers import NAMES

ROOT = Path(__file__).parents[2]
ATTACKS = {attack.name: attack for attack in read_attacks(ROOT / "tests" / "attacks")}
# What stops an attack besides the kernel's layers: these hold on every platform.
OURS = {"process split", "wire", "judge", "limits", "report", "forbidden API"}
OF_LAYERS = [attack.name for attack in ATTACKS.values() if set(attack.stopped_by) & set(NAMES)]
# What the split, the wire and the judge stop does not depend on the user, so one run of those is enough.
IS_ROOT = hasattr(os, "geteuid") and os.geteuid() == 0
RUNS = {"root": list(ATTACKS), "user": OF_LAYERS} if IS_ROOT else {"user": list(ATTACKS)}
# Without a layer these succeed anywhere: if one does not, it is the attack that is broken.
ALWAYS_SUCCEED = {
    *("write_results", "rename_results", "chmod_results", "disk_inodes", "plant_sitecustomize"),
    *("read_secret", "read_through_torch", "read_other_submissions", "list_root", "import_graders"),
    *("fork", "daemon", "exec", "subprocess", "tcp_connect", "udp_send", "unix_socket_path", "signal_judge"),
    "thread_bomb",  # not those that take much memory: on a busy machine the clock stops them first
}

linux = pytest.mark.skipif(sys.platform != "linux", reason="only Linux has all layers")


def documented(mark: str) -> set[str]:
    """The attacks that docs/security.md lists between two marks."""
    text = (ROOT / "docs" / "security.md").read_text(encoding="utf-8")
    section = text.partition(f"<!-- {mark} -->")[2].partition(f"<!-- end of {mark} -->")[0]
    return set(re.findall(r"`(\w+)`", section))


@linux
@pytest.mark.parametrize(("who", "name"), [(who, name) for who in RUNS for name in RUNS[who]])
def test_the_attack_gains_nothing_and_harms_nobody(outcomes, who, name):
    result = outcomes(who, "strict", RUNS[who])[name]
    assert (result["outcome"], result["details"]) == ("stopped", [])


@linux
@pytest.mark.parametrize("who", RUNS)
def test_nothing_is_left_that_no_attack_answers_for(outcomes, who):
    assert set(outcomes(who, "strict", RUNS[who])) == set(RUNS[who])


@linux
def test_what_the_split_alone_does_not_stop_is_documented(outcomes):
    results = outcomes("root" if IS_ROOT else "user", "process", OF_LAYERS)
    seen = {name for name, result in results.items() if result["outcome"] != "stopped"} - {"(unknown)"}
    assert seen - documented("process only") - (documented("process only, as root") if IS_ROOT else set()) == set()
    assert ALWAYS_SUCCEED - seen == set()


def test_the_documented_attacks_exist():
    assert documented("process only")
    assert documented("process only") | documented("process only, as root") <= set(OF_LAYERS)


@pytest.mark.parametrize("name", ATTACKS)
def test_the_attack_names_what_stops_it(name):
    assert set(ATTACKS[name].stopped_by) <= set(NAMES) | OURS
    assert ATTACKS[name].tries.endswith(".")

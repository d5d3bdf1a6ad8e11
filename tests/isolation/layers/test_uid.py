from __future__ import annotations

IDS = """
seen["ids"] = [*os.getresuid(), *os.getresgid(), *os.getgroups()]
seen["back"] = tried(os.setuid, 0)
seen["import"] = tried(__import__, "colorsys")
"""


def test_root_becomes_the_policys_user_for_good_where_python_can_be_read(confined):
    seen = confined(IDS, "root_open", ("uid",), uid=64001)
    assert seen["states"]["uid"] == ["held", "uid 64001"]
    assert seen["ids"] == [64001] * 6
    assert seen["back"] == "EPERM"
    assert seen["import"] == "done"


def test_root_stays_where_the_user_could_not_read_what_it_needs(confined, tmp_path):
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o700)
    seen = confined(IDS, "root_open", ("uid", "capabilities"), uid=64001, readable=[str(closed)])
    state, detail = seen["states"]["uid"]
    assert state == "weaker"
    assert f"uid 64001 cannot read {closed}" in detail
    assert seen["ids"] == [0] * 6
    assert seen["import"] == "done"
    assert seen["states"]["capabilities"][0] == "held"


def test_root_without_another_user_is_weaker(confined):
    assert confined(IDS, "root", ("uid",))["states"]["uid"] == ["weaker", "root, as no other user was asked for"]


def test_an_ordinary_user_stays_and_says_so(confined):
    seen = confined(IDS, "user", ("uid",), uid=64001)
    assert seen["states"]["uid"][0] == "weaker"
    assert "as started" in seen["states"]["uid"][1]
    assert 0 not in seen["ids"]

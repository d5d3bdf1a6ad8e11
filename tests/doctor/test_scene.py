"""The surroundings of an attack show whatever was done to them."""

from __future__ import annotations

import os
import socket
import sys

import pytest

from torchgrade.doctor.scene import Scene


@pytest.fixture
def scene(tmp_path):
    with Scene(tmp_path / "s", 1) as opened:
        yield opened


def test_nothing_done_is_no_damage(scene):
    (scene.folder / "secret.txt").read_text()
    assert scene.damage() == []


@pytest.mark.parametrize(
    ("do", "seen"),
    [
        (lambda folder: (folder / "results.json").write_text("{}"), ["changed results.json"]),
        (lambda folder: (folder / "results.json").unlink(), ["changed results.json"]),
        (lambda folder: (folder / "results.json").chmod(0o600), ["changed results.json"]),
        (lambda folder: os.utime(folder / "results.json", (0, 0)), ["changed results.json"]),
        (lambda folder: (folder / "new").mkdir(), ["changed new"]),
        (lambda folder: (folder / "new").symlink_to("secret.txt"), ["changed new"]),
    ],
    ids=["written", "removed", "mode", "date", "folder", "link"],
)
def test_what_was_changed_is_named(scene, do, seen):
    do(scene.folder)
    assert scene.damage() == seen


def test_many_changes_are_counted(scene):
    for number in range(9):
        (scene.folder / str(number)).touch()
    assert scene.damage()[-1] == "changed 5 more"


def test_who_was_reached_is_named(scene):
    address = ("127.0.0.1", int(scene.placeholders["PORT"]))
    socket.create_connection(address).close()
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as udp:
        udp.sendto(b"x", address)
    assert scene.damage() == ["reached TCP", "reached UDP"]


@pytest.mark.skipif(sys.platform != "linux", reason="abstract sockets")
def test_sockets_with_a_path_and_without_one_are_told_apart(scene):
    for address in (scene.path, f"\0{scene.path}"):
        with socket.socket(socket.AF_UNIX) as client:
            client.connect(address)
    assert scene.damage() == ["reached a socket with a path", "reached an abstract socket"]


def test_each_scene_has_a_secret_of_its_own_in_its_files(scene, tmp_path):
    with Scene(tmp_path / "other", 1) as other:
        assert scene.secret != other.secret
    assert scene.secret in (scene.folder / "graders" / "03_activations" / "test_relu.py").read_text()

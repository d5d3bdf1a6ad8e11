from __future__ import annotations

import gzip
import struct
import tempfile

import pytest
import torch

from torchgrade.data import digits, mnist, shipped
from torchgrade.errors import BadInput


@pytest.fixture(autouse=True)
def cache(tmp_path, monkeypatch):
    """A cache of this test's own, and no folder named by the user."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.delenv("TORCHGRADE_DATA", raising=False)
    return tmp_path / "cache" / "torchgrade" / "mnist-5k"


@pytest.fixture
def own_root(tmp_path):
    """A folder of a user's own: three training digits and two test digits, in MNIST's format."""
    raw = tmp_path / "own" / "MNIST" / "raw"
    raw.mkdir(parents=True)
    for prefix, labels in (("train", [7, 8, 9]), ("t10k", [1, 2])):
        count = len(labels)
        pixels = bytes(range(count)) * (28 * 28)
        (raw / f"{prefix}-images-idx3-ubyte").write_bytes(struct.pack(">4I", 2051, count, 28, 28) + pixels)
        (raw / f"{prefix}-labels-idx1-ubyte").write_bytes(struct.pack(">2I", 2049, count) + bytes(labels))
    return tmp_path / "own"


@pytest.mark.parametrize(("split", "of_each_class"), [("train", 400), ("test", 100)])
def test_the_shipped_digits_have_equal_classes(split, of_each_class):
    images, labels = mnist(split)
    assert (images.shape, images.dtype) == ((10 * of_each_class, 28, 28), torch.uint8)
    assert labels.dtype == torch.int64
    assert labels.bincount().tolist() == [of_each_class] * 10


def test_images_and_labels_are_those_of_the_packed_files():
    images, labels = mnist("test")
    packed_images = gzip.decompress((shipped.PACKED / "t10k-images-idx3-ubyte.gz").read_bytes())
    packed_labels = gzip.decompress((shipped.PACKED / "t10k-labels-idx1-ubyte.gz").read_bytes())
    assert images.numpy().tobytes() == packed_images[16:]
    assert labels.tolist() == list(packed_labels[8:])


def test_the_shipped_digits_are_unpacked_into_the_cache(cache):
    mnist("test")
    assert sorted(path.name for path in (cache / "MNIST" / "raw").iterdir()) == sorted(shipped.CHECKSUMS)


def test_without_a_writable_cache_the_digits_pass_through_a_temporary_folder(cache, tmp_path, monkeypatch):
    cache.parent.parent.mkdir()
    cache.parent.write_text("a file where the cache folder should be")
    (tmp_path / "tmp").mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "tmp"))
    assert len(mnist("test")[0]) == 1000
    assert list((tmp_path / "tmp").iterdir()) == []


@pytest.mark.parametrize("named", ["", "relative/cache"])
def test_the_cache_is_below_home_unless_an_absolute_folder_is_named(named, tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CACHE_HOME", named)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    assert digits.cache_folder() == tmp_path / ".cache" / "torchgrade" / "mnist-5k"


def test_a_root_that_the_user_gives_is_read_in_place(own_root, cache):
    images, labels = mnist("train", own_root)
    assert labels.tolist() == [7, 8, 9]
    assert images.shape == (3, 28, 28)
    assert not cache.exists()


def test_the_environment_may_name_the_root(own_root, monkeypatch):
    monkeypatch.setenv("TORCHGRADE_DATA", str(own_root))
    assert mnist("test")[1].tolist() == [1, 2]


def test_a_root_given_in_code_wins_over_the_environment(own_root, monkeypatch, tmp_path):
    monkeypatch.setenv("TORCHGRADE_DATA", str(tmp_path / "nowhere"))
    assert mnist("test", own_root)[1].tolist() == [1, 2]


def test_a_root_without_mnist_is_refused_and_nothing_is_downloaded(tmp_path):
    with pytest.raises(BadInput, match=r"no MNIST in .*lacks train-images-idx3-ubyte.*unpack the four"):
        mnist("train", tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_the_refusal_names_only_the_missing_file_and_where_the_root_came_from(own_root, monkeypatch):
    (own_root / "MNIST" / "raw" / "t10k-labels-idx1-ubyte").unlink()
    monkeypatch.setenv("TORCHGRADE_DATA", str(own_root))
    with pytest.raises(BadInput, match=r"\(from \$TORCHGRADE_DATA\): .* lacks t10k-labels-idx1-ubyte;"):
        mnist("train")


@pytest.mark.parametrize("content", [b"", b"no digits at all", struct.pack(">4I", 2051, 3, 28, 28) + b"short"])
def test_damaged_files_are_refused(own_root, content):
    (own_root / "MNIST" / "raw" / "train-images-idx3-ubyte").write_bytes(content)
    with pytest.raises(BadInput, match=r"cannot read the MNIST files in .*unpack them again"):
        mnist("train", own_root)


def test_another_split_is_refused():
    with pytest.raises(BadInput, match="no split 'valid'; ask for 'train' or 'test'"):
        mnist("valid")

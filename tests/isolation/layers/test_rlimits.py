from __future__ import annotations

import signal

import pytest

ONLY = ("rlimits",)


def test_a_large_allocation_is_a_memory_error_and_a_small_one_is_not(confined):
    body = """
seen["small"] = tried(bytearray, 20 << 20)
seen["large"] = tried(bytearray, 300 << 20)
import mmap
seen["shared"] = tried(mmap.mmap, -1, 300 << 20)
"""
    seen = confined(body, "any", ONLY, memory_bytes=200 << 20)
    assert (seen["small"], seen["large"], seen["shared"]) == ("done", "MemoryError", "ENOMEM")


def test_the_limit_comes_on_top_of_what_the_process_has(confined):
    seen = confined("seen['more'] = tried(bytearray, 20 << 20)", "any", ONLY, prelude="big = bytearray(300 << 20)")
    assert seen["more"] == "done"


def test_no_limit_on_memory_where_the_policy_sets_none(confined):
    body = "import resource\nseen['space'] = resource.getrlimit(resource.RLIMIT_AS)[0] == resource.RLIM_INFINITY"
    assert confined(body, "any", ONLY, memory_bytes=None)["space"]


def test_endless_work_ends_with_the_signal_for_cpu_time(confined):
    assert confined("while True: pass", "any", ONLY, cpu_seconds=1)["ended"] == -signal.SIGXCPU


def test_ignoring_that_signal_gains_a_second_and_no_more(confined):
    body = "import signal\nsignal.signal(signal.SIGXCPU, signal.SIG_IGN)\nwhile True: pass"
    assert confined(body, "any", ONLY, cpu_seconds=1)["ended"] == -signal.SIGKILL


def test_no_file_may_be_written_by_default_and_none_beyond_its_size(confined, tmp_path):
    body = f"""
def write(size):
    with open({str(tmp_path / "file")!r}, "wb", buffering=0) as stream:
        if stream.write(bytes(size)) != size:
            raise OSError(errno.EFBIG, "cut short")
seen["sizes"] = [tried(write, size) for size in (1, 5000, 50_000)]
"""
    assert confined(body, "any", ONLY)["sizes"] == ["EFBIG"] * 3
    assert confined(body, "any", ("private_tmp", "rlimits"), file_bytes=10_000)["sizes"] == ["done", "done", "EFBIG"]


def test_open_files_are_limited(confined):
    body = "seen['opened'] = tried(lambda: [os.open('/dev/null', os.O_RDONLY) for _ in range(40)])"
    assert confined(body, "any", ONLY, open_files=30)["opened"] == "EMFILE"
    assert confined(body, "any", ONLY, open_files=60)["opened"] == "done"


THREADS = """
import threading
stop, started = threading.Event(), []
try:
    for _ in range(60):
        started.append(threading.Thread(target=stop.wait))
        started[-1].start()
except RuntimeError:
    started.pop()
seen["threads"] = len(started)
stop.set()
for thread in started:
    thread.join()
"""


@pytest.mark.parametrize("who", ["root_open", "user"])
def test_threads_are_limited(confined, status, who):
    seen = confined(THREADS, who, None, processes=20, uid=64005)
    status(seen, "namespaces")
    assert status(seen, "rlimits") == "held"
    assert 10 <= seen["threads"] < 20


def test_a_user_with_other_processes_can_still_start_threads(confined):
    seen = confined(THREADS, "user", ONLY, processes=30)
    assert seen["threads"] >= 10


def test_root_is_told_that_threads_are_not_limited(confined):
    state, detail = confined("", "root", ONLY)["states"]["rlimits"]
    assert state == "weaker"
    assert "does not bind root" in detail


def test_the_kernel_takes_the_contestant_first_when_memory_runs_out(confined):
    body = "seen['score'] = open('/proc/self/oom_score_adj').read().strip()"
    assert confined(body, "any", ONLY)["score"] == "1000"

"""The real server ends as a person ends it: Ctrl-C in a terminal, or the terminal closed."""

import os
import pty
import select
import signal
import socket
import sys
import time

import pytest

pytestmark = pytest.mark.xdist_group("server")
ENDS_WITHIN = 4.0  # less than the time after which a worker that hangs is killed


def environment(folder):
    return {
        **{k: v for k, v in os.environ.items() if not k.startswith(("ONWARD_", "DJANGO_"))},
        "HOME": str(folder),
        "XDG_DATA_HOME": str(folder / "data"),
        "XDG_CONFIG_HOME": str(folder / "configuration"),
    }


def in_a_terminal(folder):
    """The server in a terminal of its own, once it is open: process, terminal, what it said."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = str(probe.getsockname()[1])
    command = [sys.executable, "-m", "onward_app.serve", "--no-browser", "--port", port]
    process, terminal = pty.fork()
    if process == 0:
        os.execve(sys.executable, command, environment(folder))
    said = b""
    until = time.monotonic() + 40
    while b"Ctrl-C ends it" not in said and time.monotonic() < until:
        if select.select([terminal], [], [], 0.2)[0]:
            said += os.read(terminal, 4096)
    assert b"Ctrl-C ends it" in said, said.decode(errors="replace")
    return process, terminal


def children_of(process):
    with open(f"/proc/{process}/task/{process}/children") as file:
        return [int(pid) for pid in file.read().split()]


def ending(process, terminal=None):
    """The exit code within the time, and what was still said; None where it goes on."""
    said = b""
    until = time.monotonic() + ENDS_WITHIN
    while time.monotonic() < until:
        if terminal is not None and select.select([terminal], [], [], 0.05)[0]:
            try:
                said += os.read(terminal, 4096)
            except OSError:  # the other end of a terminal that is gone
                terminal = None
        done, status = os.waitpid(process, os.WNOHANG)
        if done:
            return os.waitstatus_to_exitcode(status), said.decode(errors="replace")
        time.sleep(0.02)
    return None, said.decode(errors="replace")


@pytest.fixture
def server(tmp_path):
    process, terminal = in_a_terminal(tmp_path)
    workers = children_of(process)
    yield process, terminal, workers
    for pid in (*workers, process):
        try:
            os.kill(pid, signal.SIGKILL)
        except ProcessLookupError:
            continue
    try:
        os.waitpid(process, 0)
    except ChildProcessError:
        return


def test_ctrl_c_ends_it_at_once_and_cleanly(server):
    process, terminal, _workers = server
    os.write(terminal, b"\x03")
    code, said = ending(process, terminal)
    assert code == 0
    assert "Traceback" not in said
    assert "What you wrote is kept." in said


def test_a_worker_is_out_of_reach_of_the_terminal(server):
    # signalled by the terminal and stopped by the main process at once, a worker may hang
    process, _terminal, workers = server
    assert workers
    assert all(os.getpgid(worker) != os.getpgid(process) for worker in workers)


def test_closing_the_terminal_ends_it_and_its_worker(server):
    process, terminal, workers = server
    os.close(terminal)
    code, _said = ending(process)
    assert code == 0
    assert not [w for w in workers if os.path.exists(f"/proc/{w}")]

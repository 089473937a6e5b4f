"""How long a second start takes to its first page.

    python benchmarks/start.py [--runs 5]

Starts the app in an empty home once, then again and again, and prints the median time from the
command to the first page that is answered.
"""

import argparse
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path
from statistics import median


def once(env: dict[str, str]) -> float:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    began = time.perf_counter()
    server = subprocess.Popen(
        [sys.executable, "-m", "onward_app.serve", "--no-browser", "--port", str(port)],
        env=env,
        stdout=subprocess.DEVNULL,
    )
    try:
        while True:
            try:
                urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=5).read()
                return time.perf_counter() - began
            except OSError:
                if time.perf_counter() - began > 60:
                    raise
                time.sleep(0.02)
    finally:
        server.send_signal(signal.SIGINT)
        server.wait(20)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=5)
    runs = parser.parse_args().runs
    with tempfile.TemporaryDirectory() as place:
        env = {**os.environ, "ONWARD_HOME": f"{place}/home", "ONWARD_KEY_FILE": f"{place}/conf/key"}
        Path(place, "home").mkdir()
        first = once(env)
        later = [once(env) for _ in range(runs)]
    print(f"first start {first:.2f} s; later starts {median(later):.2f} s (median of {runs})")


if __name__ == "__main__":
    main()

"""Takes the pictures of the README from the real app, in a real Chromium.

    python docs/pictures/take.py

Starts the app in an empty home, opens the invented example, and writes path-desk.png and
path-phone.png beside this file.
"""

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

from playwright.sync_api import sync_playwright

HERE = Path(__file__).parent
SIZES = {"path-desk": (1280, 1000), "path-phone": (390, 1000)}


def main() -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    with tempfile.TemporaryDirectory() as place:
        env = {**os.environ, "ONWARD_HOME": f"{place}/home", "ONWARD_KEY_FILE": f"{place}/conf/key"}
        command = [sys.executable, "-m", "onward_app.serve", "--no-browser", "--port", str(port)]
        server = subprocess.Popen(command, env=env, stdout=subprocess.DEVNULL)
        try:
            shoot(f"http://127.0.0.1:{port}/path/example")
        finally:
            server.send_signal(signal.SIGINT)
            server.wait(20)


def shoot(url: str) -> None:
    for _ in range(100):
        try:
            urllib.request.urlopen(url, timeout=10).read()
            break
        except OSError:
            time.sleep(0.1)
    chromium = os.environ.get("CHROMIUM") or shutil.which("chromium")
    with sync_playwright() as p:
        browser = p.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        for name, (width, height) in SIZES.items():
            page = browser.new_page(viewport={"width": width, "height": height})
            page.goto(url)
            page.wait_for_function("document.fonts.status === 'loaded'")
            page.screenshot(path=HERE / f"{name}.png")
        browser.close()


if __name__ == "__main__":
    main()

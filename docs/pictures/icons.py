"""Makes the icons of the app from its one drawing, favicon.svg, in a real Chromium.

    python docs/pictures/icons.py

Writes src/onward_app/static/icons/: two as drawn, one whose ground reaches every edge with the
path inside the middle (phones cut it to their own shape), and one for Apple's home screen.
"""

import shutil
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

STATIC = Path(__file__).parents[2] / "src" / "onward_app" / "static"
DRAWING = (STATIC / "favicon.svg").read_text("utf-8")
GROUND = "#1c6b64"
# name: size, how much of it the drawing takes, whether the ground reaches every edge
ICONS = {
    "icon-192": (192, 1.0, False),
    "icon-512": (512, 1.0, False),
    "maskable-512": (512, 0.78, True),
    "apple-touch-180": (180, 0.9, True),
}


def main() -> None:
    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        page = browser.new_page()
        for name, (size, part, whole) in ICONS.items():
            draw(page, STATIC / "icons" / f"{name}.png", size, part, GROUND if whole else "none")
        browser.close()


def draw(page: Page, to: Path, size: int, part: float, ground: str) -> None:
    inside, edge = size * part, size * (1 - part) / 2
    page.set_viewport_size({"width": size, "height": size})
    page.set_content(
        f"<style>body {{ margin: 0; background: {ground} }} "
        f"svg {{ position: absolute; inset: {edge}px; width: {inside}px }}</style>{DRAWING}"
    )
    page.screenshot(path=to, omit_background=True)


if __name__ == "__main__":
    main()

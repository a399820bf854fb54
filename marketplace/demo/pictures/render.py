"""Render the demo's drawings (svg/*.svg) to WebP beside this file. For whoever draws; needs Chromium at hand.

Usage: python -m marketplace.demo.pictures.render
"""

import io
import shutil
import sys
from pathlib import Path

from PIL import Image
from playwright.sync_api import sync_playwright

HERE = Path(__file__).resolve().parent
WIDTH = 800
QUALITY = 80
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]


def render() -> int:
    """Write one WebP, 800 pixels wide, for each drawing; answers how many."""
    drawings = sorted((HERE / "svg").glob("*.svg"))
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=shutil.which("chromium"), args=FLAGS)
        page = browser.new_page(viewport={"width": WIDTH, "height": WIDTH})
        for drawing in drawings:
            page.set_content(
                f"<style>body{{margin:0}}svg{{display:block;width:{WIDTH}px}}</style>{drawing.read_text()}"
            )
            picture = Image.open(io.BytesIO(page.locator("svg").first.screenshot())).convert("RGB")
            picture.save(HERE / f"{drawing.stem}.webp", quality=QUALITY, method=6)
        browser.close()
    return len(drawings)


if __name__ == "__main__":
    sys.stdout.write(f"{render()} pictures\n")

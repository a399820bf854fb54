"""Render the demo's drawings (svg/*.svg) to WebP beside this file. For whoever draws; needs Chromium at hand.

A picture of `index.toml` with `of` is another drawing in other tones.

Usage: python -m marketplace.demo.pictures.render [slug ...]
"""

import io
import shutil
import sys
import tomllib
from pathlib import Path
from typing import Any

from PIL import Image
from playwright.sync_api import sync_playwright

HERE = Path(__file__).resolve().parent
WIDTH = 800
QUALITY = 80
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]


def render(slugs: list[str]) -> int:
    """Write one WebP, 800 pixels wide, for each picture (or those named); answers how many."""
    pictures = tomllib.loads((HERE / "index.toml").read_text())["picture"]
    wanted = [picture for picture in pictures if not slugs or picture["slug"] in slugs]
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=shutil.which("chromium"), args=FLAGS)
        page = browser.new_page(viewport={"width": WIDTH, "height": WIDTH})
        for picture in wanted:
            page.set_content(f"<style>body{{margin:0}}svg{{display:block;width:{WIDTH}px}}</style>{drawing(picture)}")
            image = Image.open(io.BytesIO(page.locator("svg").first.screenshot())).convert("RGB")
            image.save(HERE / f"{picture['slug']}.webp", quality=QUALITY, method=6)
        browser.close()
    return len(wanted)


def drawing(picture: dict[str, Any]) -> str:
    """The SVG of a picture, in its own tones."""
    svg = (HERE / "svg" / f"{picture.get('of', picture['slug'])}.svg").read_text()
    for tone, other in picture.get("tones", {}).items():
        svg = svg.replace(tone, other)
    return svg


if __name__ == "__main__":
    sys.stdout.write(f"{render(sys.argv[1:])} pictures\n")

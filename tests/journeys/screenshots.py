"""The pictures in READMEs and in the admin, from those that pages are compared with: ``make screenshots``."""

from __future__ import annotations

import sys
from pathlib import Path

from PIL import Image

from tests.journeys.views import SITES, View

ROOT = Path(__file__).parents[2]
OVERVIEW = ROOT / "themes" / "sites.webp"
GROUND = "#d7d3cb"
GAP = 24
HEIGHT = 560


def main() -> None:
    """Write the picture of all sites, and for each theme one of its pages and one to choose it by."""
    write(OVERVIEW, [top_of(View(theme, "home", "desktop", "light")) for theme in SITES])
    for theme in SITES:
        shown = [
            View(theme, "home", "desktop", "light"),
            View(theme, "condition", "desktop", "light"),
            View(theme, "home", "phone", "light"),
            View(theme, "condition", "phone", "dark"),
        ]
        write(ROOT / "themes" / theme / "pages.webp", [top_of(view) for view in shown])
        preview = ROOT / "themes" / theme / "static" / "themes" / theme / "preview.webp"
        top_of(shown[0]).save(preview, quality=75, method=6)


def top_of(view: View) -> Image.Image:
    """Return what is seen first of a page."""
    page = Image.open(view.reference).convert("RGB")
    return page.crop((0, 0, page.width, min(page.height, HEIGHT)))


def write(target: Path, pictures: list[Image.Image]) -> None:
    """Put pictures side by side into a file."""
    width = sum(picture.width + GAP for picture in pictures) + GAP
    sheet = Image.new("RGB", (width, HEIGHT + 2 * GAP), GROUND)
    across = GAP
    for picture in pictures:
        sheet.paste(picture, (across, GAP))
        across += picture.width + GAP
    sheet.save(target, quality=75, method=6)
    sys.stdout.write(f"{target.relative_to(ROOT)}\n")


if __name__ == "__main__":
    main()

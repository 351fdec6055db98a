"""No page of the three themes changes its looks unseen: each is compared with a picture that was looked at.

``make screenshots`` takes the pictures anew; look at what changed before you keep them.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image

from tests.journeys.views import REFERENCES, SCHEMES, SCREENS, SITES, difference, take, views, window

TOLERANCE = 0.02
"""How much of a page may differ: a number that has another shape, a line that breaks one word later."""

SEEN = Path("var/looks")


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("screen", SCREENS)
@pytest.mark.parametrize("theme", SITES)
def test_pages_look_as_they_did(browser, network, pytestconfig, theme, screen, scheme) -> None:
    page = window(browser, screen, scheme)
    differing = {}
    for view in views(screen, scheme, theme):
        seen = take(page, view.address(network))
        if pytestconfig.getoption("renew_looks"):
            view.reference.parent.mkdir(parents=True, exist_ok=True)
            seen.save(view.reference, quality=45, method=6)
            continue
        share = difference(seen, Image.open(view.reference).convert("RGB"))
        if share > TOLERANCE:
            target = SEEN / view.reference.relative_to(REFERENCES)
            target.parent.mkdir(parents=True, exist_ok=True)
            seen.save(target)
            differing[str(target)] = f"{share:.1%}"
    page.context.close()
    assert differing == {}


def test_difference_counts_what_people_would_see() -> None:
    reference = Image.new("RGB", (100, 400), "white")
    slightly = reference.copy()
    slightly.paste("#f4f4f4", (0, 0, 100, 100))
    block = reference.copy()
    block.paste("#5a1d48", (0, 0, 100, 40))
    longer = Image.new("RGB", (100, 500), "white")
    found = [difference(seen, reference) for seen in (reference, slightly, block, longer)]
    assert found == [0, 0, 0.1, 0.2]

from __future__ import annotations

import re

import pytest
from django.templatetags.static import static
from wagtail.images.models import Image

from cms.blocks.figure import FigureBlock

# Wagtail leaves the temporary files of new renditions to the garbage collector.
pytestmark = pytest.mark.filterwarnings("ignore:unclosed file:ResourceWarning")

MISSING = ["Describe the picture for people who cannot see it, or tick “Decorative”."]
SUPERFLUOUS = ["A decorative picture has no text alternative. Delete this text, or untick “Decorative”."]


def stored(picture: Image, **fields: object) -> dict[str, object]:
    return {"image": picture.pk, "alt": "A nerve", "decorative": False, "licence": "own", **fields}


def test_figure_renders_a_picture_with_its_text_alternative(picture: Image) -> None:
    block = FigureBlock()
    html = block.render(
        block.to_python(stored(picture, caption="<p>Caption</p>", credit="Someone", licence="cc-by"))
    )
    assert 'alt="A nerve"' in html
    assert re.findall(r'<source[^>]* type="image/(\w+)"', html) == ["avif", "webp"]
    assert re.search(r'<img[^>]* width="\d+"[^>]* height="\d+"|<img[^>]* height="\d+"[^>]* width="\d+"', html)
    assert "<p>Caption</p>" in html
    assert "Someone, CC BY" in html


def test_decorative_figure_renders_an_empty_text_alternative(picture: Image) -> None:
    block = FigureBlock()
    html = block.render(block.to_python(stored(picture, alt="", decorative=True)))
    assert 'alt=""' in html


def test_figure_alt_is_escaped(picture: Image) -> None:
    block = FigureBlock()
    assert 'alt="&quot;&gt;&lt;b&gt;"' in block.render(block.to_python(stored(picture, alt='"><b>')))


@pytest.mark.parametrize("alt", ["", "   "])
def test_figure_without_alt_that_is_not_decorative_is_refused_at_the_field(
    refusals, picture: Image, alt: str
) -> None:
    assert refusals(FigureBlock(), stored(picture, alt=alt)) == {"alt": MISSING}


def test_decorative_figure_with_alt_is_refused_at_the_field(refusals, picture: Image) -> None:
    assert refusals(FigureBlock(), stored(picture, decorative=True)) == {"alt": SUPERFLUOUS}


def test_figure_without_licence_or_picture_is_refused_at_the_fields(refusals, picture: Image) -> None:
    assert refusals(FigureBlock(), stored(picture, licence="", image=None)) == {
        "image": ["This field is required."],
        "licence": ["This field is required."],
    }


def test_figure_of_a_draft_may_still_lack_its_alt(picture: Image) -> None:
    block = FigureBlock()
    assert block.clean_deferred(block.to_python(stored(picture, alt="")))["alt"] == ""


def test_figure_preview_shows_a_drawn_sample() -> None:
    block = FigureBlock()
    value = block.get_preview_value()
    html = block.render(value, block.get_preview_context(value, {}))
    assert static("blocks/sample-picture.svg") in html

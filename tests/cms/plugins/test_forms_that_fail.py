"""A plugin fails to make the form of its block: the page opens without it, and what is there is kept."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from io import BytesIO
from typing import Any

import pytest
from django.core.files.images import ImageFile
from django.urls import reverse
from PIL import Image as Picture
from wagtail.images import get_image_model
from wagtail.models import ReferenceIndex

from cms.pages.models import PlainPage
from cms.testing.network import home_of, publish, text_block
from tests.cms.open_page import OpenPage
from tests.cms.plugins.leaflets import CODE, TYPE, Leaflets, leaflet

WORDS = "Ask for our leaflet."
NO_FORM = CODE.replace("blocks.TextBlock()", "blocks.ChoiceBlock(choices=lambda: [1 / 0])")
NO_DEFAULT = CODE.replace("blocks.TextBlock()", "blocks.TextBlock(default=lambda: 1 / 0)")
NO_STATE = CODE.replace(
    "    def render_basic",
    """    def get_form_state(self, value):
        if value["heading"] == "Fail":
            raise ValueError("No form for this one.")
        return super().get_form_state(value)

    def render_basic""",
)


@pytest.fixture
def picture(db) -> Iterator[Any]:
    content = BytesIO()
    Picture.new("RGB", (4, 4)).save(content, "PNG")
    image = get_image_model().objects.create(title="Picture", file=ImageFile(content, name="picture.png"))
    yield image
    image.file.delete(save=False)


@pytest.fixture
def opened(write_plugin, host, network, admin) -> Callable[..., OpenPage]:
    """Open the editor of a page of New York with a block of the plugin between two others."""

    def open_page(code: str, **values: Any) -> OpenPage:
        made = Leaflets(write_plugin, host, code)
        made.on(network.newyork)
        page = PlainPage(title="Leaflets", slug="leaflets", body="[]")
        home_of(network.newyork).add_child(instance=page)
        publish(page, body=[text_block(1, "Before."), leaflet(2, WORDS, **values), text_block(3, "After.")])
        return OpenPage(admin, page)

    return open_page


def kept(opened: OpenPage) -> list[object]:
    """Save the page as it was opened, and return its types with the plugin's block."""
    assert opened.post().status_code == 302
    page = PlainPage.objects.get(slug="leaflets").get_latest_revision_as_object()
    stored = page.body.get_prep_value()
    return [[row["type"] for row in stored], stored[1]]


@pytest.mark.parametrize("code", [NO_FORM, NO_DEFAULT])
def test_block_whose_form_cannot_be_made_is_sealed_and_not_offered(opened, code) -> None:
    page = opened(code)
    assert [TYPE in page.menu("body"), TYPE in page.aside("body")] == [False, False]
    assert [row["type"] for row in page.rows["body"]] == ["text", "sealed", "text"]
    assert kept(page) == [["text", TYPE, "text"], leaflet(2, WORDS)]


def test_block_that_fails_for_one_content_is_sealed_there_and_offered(opened) -> None:
    page = opened(NO_STATE, heading="Fail")
    assert TYPE in page.menu("body")
    assert [row["type"] for row in page.rows["body"]] == ["text", "sealed", "text"]
    assert kept(page) == [["text", TYPE, "text"], leaflet(2, WORDS, heading="Fail")]


def test_content_that_cannot_be_edited_is_saved_whatever_the_plugin_says_of_it(opened) -> None:
    strict = NO_STATE.replace("blocks.TextBlock()", "blocks.TextBlock(max_length=3)")
    page = opened(strict, heading="Fail")
    assert [row["type"] for row in page.rows["body"]] == ["text", "sealed", "text"]
    assert kept(page) == [["text", TYPE, "text"], leaflet(2, WORDS, heading="Fail")]


def test_block_that_does_not_fail_is_a_row_of_its_own(opened) -> None:
    page = opened(NO_STATE)
    assert [row["type"] for row in page.rows["body"]] == ["text", TYPE, "text"]
    assert kept(page) == [["text", TYPE, "text"], leaflet(2, WORDS)]


def test_picture_is_still_known_to_be_used_while_the_plugin_fails_to_say_so(
    opened, picture, monkeypatch
) -> None:
    page = opened(CODE, picture=picture.pk)
    assert ReferenceIndex.get_references_to(picture).count() == 1
    block = PlainPage._meta.get_field("body").stream_block.child_blocks[TYPE]
    monkeypatch.setattr(block.child_blocks["heading"].meta, "default", lambda: 1 / 0)
    publish(PlainPage.objects.get(slug="leaflets"), title="Our leaflets")
    assert ReferenceIndex.get_references_to(picture).count() == 1
    assert kept(page)[0] == ["text", TYPE, "text"]


SETTINGS = """
from wagtail import blocks


class Settings(DurableStructBlock):
    kind = blocks.CharBlock(required=False)

    def get_form_state(self, value):
        return 1 / 0

    def value_from_datadict(self, data, files, prefix):
        return 1 / 0


plugin.settings(Settings)
"""


@pytest.mark.parametrize("posted", [None, {"settings-kind": "one"}])
def test_settings_whose_form_fails_lead_back_with_a_sentence(start, network, admin, posted) -> None:
    start("set_up", SETTINGS)
    address = reverse("plugins:settings", args=[network.newyork.slug, "set_up"])
    answer = admin.get(address, follow=True) if posted is None else admin.post(address, posted, follow=True)
    assert answer.redirect_chain == [(reverse("plugins:clinic", args=[network.newyork.slug]), 302)]
    (said,) = answer.context["messages"]
    assert str(said).startswith("The settings of “Sample” cannot be shown, because the plugin failed.")


def test_settings_without_a_label_go_by_the_title_of_the_plugin(start, network, admin) -> None:
    start("set_up", SETTINGS.partition("    def get_form_state")[0] + "\n\nplugin.settings(Settings)\n")
    form = admin.get(reverse("plugins:settings", args=[network.newyork.slug, "set_up"])).context["form"]
    assert '"label": "Sample"' in form.fields["settings"].widget.block_json

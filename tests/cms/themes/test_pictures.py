"""A clinic's own logo, icon and header picture: from the form to the pages, and away again."""

from __future__ import annotations

import re
from io import BytesIO
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from PIL import Image
from wagtail.images import get_image_model
from wagtail.log_actions import registry as log_registry
from wagtail.models import Collection

from cms.clinics.models import Clinic
from cms.pages.models import SectionIndex
from cms.themes import uploads
from cms.themes.picture_actions import PICTURED, change_pictures
from cms.themes.pictures import Picture, Pictures, pictures_in
from cms.themes.registry import installed_themes
from tests.cms.plugins.people import member, said, signed_in
from tests.cms.themes.test_brand import GREEN, PALE, posted
from tests.cms.themes.test_drawings import PATH, svg
from tests.cms.themes.test_uploads import bomb, picture, upload

LOOK = reverse("themes:brand", args=["newyork"])
SAVED = "The look of {} is saved."
REFUSED = "Nothing was saved yet. {}: {}"
HEADER = "Picture at the head of pages"
SCOPE = "Choose a picture from a collection that you may use."
AGAIN = "Choose the files of pictures again: the browser has forgotten them."

# Wagtail does not close the temporary file of a thumbnail that it made.
pytestmark = pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")


@pytest.fixture
def owner(network) -> Client:
    return signed_in(member(network.newyork, "clinic_owner"))


def stored(clinic: Clinic) -> Pictures:
    return pictures_in(Clinic.objects.get(pk=clinic.pk).pictures)


def form_of(client: Client, **values: Any) -> dict[str, Any]:
    """Return what a browser posts of the form as it is opened now, with some of it changed."""
    context = client.get(LOOK).context
    form, pictures = context["form"], context["pictures_form"]
    data = {name: str(form[name].value() or "") for name in form.fields}
    header = pictures.fields["header"].initial
    return data | {"header": str(header.pk) if header else ""} | values


def library_picture(clinic: Clinic, width: int = 1800, height: int = 900):
    return get_image_model().objects.create(
        title=f"Waiting room of {clinic.name}",
        file=ContentFile(picture(width, height, "JPEG"), f"{clinic.slug}.jpg"),
        collection=Collection.objects.get(name=clinic.name),
    )


def page_of(clinic: Clinic, path: str = "/") -> str:
    answer = Client(HTTP_HOST=clinic.site.hostname).get(path)
    assert answer.status_code == 200
    return answer.content.decode()


def section_of(clinic: Clinic) -> str:
    """Return the address of a section page on the clinic's host."""
    home = clinic.languages.first().home
    return urlsplit(SectionIndex.objects.descendant_of(home).first().full_url).path


def errors_of(answer: Any) -> dict[str, list[str]]:
    errors = answer.context["pictures_form"].errors
    return {name: [str(error) for error in found] for name, found in errors.items()}


def test_logo_takes_its_place_in_the_header_from_the_next_request_on_and_nowhere_else(network, owner) -> None:
    clinic, elsewhere = network.newyork, page_of(network.aalborg)
    assert "site-header__logo" not in page_of(clinic)
    answer = owner.post(LOOK, posted() | {"logo": upload(svg(), "logo.svg")})
    assert said(answer) == [SAVED.format(clinic.name)]
    logo = stored(clinic).logo
    assert [logo.width, logo.height] == [256, 64]
    page = page_of(clinic)
    assert f'<img src="{logo.url}" width="256" height="64" alt="">' in page
    assert f'<span class="site-header__clinic">{clinic.name}</span>' in page
    assert page_of(network.aalborg) == elsewhere
    (entry,) = log_registry.get_logs_for_instance(clinic).filter(action=PICTURED)
    assert [entry.data["from"], sorted(entry.data["to"])] == [{}, ["logo"]]


def test_name_that_stands_in_the_logo_is_its_alternative_and_not_written(network, owner) -> None:
    clinic = network.newyork
    files = {"logo": upload(picture(400, 100)), "logo_dark": upload(svg(), "dark.svg")}
    owner.post(LOOK, posted() | files | {"name_in_logo": "on"})
    found, page = stored(clinic), page_of(clinic)
    assert f'src="{found.logo.url}" width="256" height="64" alt="{clinic.name}">' in page
    dark = f'<source media="screen and (prefers-color-scheme: dark)" srcset="{found.logo_dark.url}"'
    assert [dark in page, "site-header__clinic" in page] == [True, False]


def test_written_name_stays_where_there_is_no_logo(network, owner) -> None:
    owner.post(LOOK, posted() | {"name_in_logo": "on"})
    assert "site-header__clinic" in page_of(network.newyork)


def test_icons_are_linked_and_without_them_that_of_the_network(network, owner) -> None:
    clinic = network.newyork
    icons = re.compile(r'<link rel="(?:icon|apple-touch-icon)".*?>')
    before = icons.findall(page_of(clinic))
    owner.post(LOOK, posted() | {"icon": upload(picture(256, 256), "icon.png")})
    found = stored(clinic)
    assert icons.findall(page_of(clinic)) == [
        f'<link rel="icon" href="{found.icon.url}" type="image/png" sizes="32x32">',
        f'<link rel="apple-touch-icon" href="{found.touch_icon.url}">',
    ]
    owner.post(LOOK, form_of(owner) | {"icon": upload(svg(box='viewBox="0 0 8 8"'), "icon.svg")})
    address = stored(clinic).icon.url
    assert icons.findall(page_of(clinic)) == [
        f'<link rel="icon" href="{address}" type="image/svg+xml" sizes="any">'
    ]
    owner.post(LOOK, form_of(owner) | {"remove-icon": "on"})
    assert [icons.findall(page_of(clinic)), stored(clinic)] == [before, Pictures()]
    assert before == ['<link rel="icon" href="/static/themes/base/icon.svg" type="image/svg+xml">']


def test_picture_of_the_library_stands_at_the_head_of_section_pages(network, owner) -> None:
    clinic, image = network.newyork, library_picture(network.newyork)
    owner.post(LOOK, form_of(owner, header=str(image.pk)))
    found = stored(clinic)
    assert [found.header_image, found.header.width, found.header.height] == [image.pk, 1600, 500]
    assert [found.header_small.width, found.header_small.height] == [800, 250]
    page = page_of(clinic, section_of(clinic))
    srcset = f'srcset="{found.header_small.url} 800w, {found.header.url} 1600w" sizes="100vw"'
    assert [srcset in page, "header-picture" in page_of(clinic)] == [True, False]
    with default_storage.open(found.header.file) as file:
        shown = Image.open(BytesIO(file.read()))
    assert [shown.format, shown.size] == ["WEBP", (1600, 500)]


def test_copy_outlives_the_picture_of_the_library(network, owner) -> None:
    image = library_picture(network.newyork)
    owner.post(LOOK, form_of(owner, header=str(image.pk)))
    before = stored(network.newyork)
    image.delete()
    owner.post(LOOK, form_of(owner))
    assert [stored(network.newyork), default_storage.exists(before.header.file)] == [before, True]
    owner.post(LOOK, form_of(owner) | {"remove-header": "on"})
    assert stored(network.newyork) == Pictures()


def test_header_picture_goes_when_the_choice_is_emptied(network, owner) -> None:
    owner.post(LOOK, form_of(owner, header=str(library_picture(network.newyork).pk)))
    owner.post(LOOK, form_of(owner, header=""))
    assert stored(network.newyork) == Pictures()


def test_picture_of_another_clinic_is_refused_and_its_name_not_told(network, owner) -> None:
    foreign = library_picture(network.aalborg)
    answer = owner.post(LOOK, form_of(owner, color_link=GREEN, header=str(foreign.pk)))
    assert [said(answer), errors_of(answer)] == [
        [REFUSED.format(HEADER, SCOPE)],
        {"header": [SCOPE]},
    ]
    assert [foreign.title in answer.content.decode(), foreign.renditions.count()] == [False, 0]
    assert stored(network.newyork) == Pictures()


@pytest.mark.parametrize("key", ["999999", "x", "-1", "9" * 40])
def test_picture_that_does_not_exist_is_refused(network, owner, key) -> None:
    answer = owner.post(LOOK, form_of(owner, header=key))
    assert [answer.status_code, list(errors_of(answer)), len(said(answer))] == [200, ["header"], 1]


def test_library_picture_that_is_too_small_or_gone_is_refused(network, owner) -> None:
    small, gone = library_picture(network.newyork, 799, 400), library_picture(network.newyork)
    gone.file.storage.delete(gone.file.name)
    answers = [owner.post(LOOK, form_of(owner, header=str(one.pk))) for one in (small, gone)]
    assert [errors_of(answer)["header"] for answer in answers] == [
        ["This picture is 799 pixels wide and should have at least 800."],
        ["The file of this picture cannot be read."],
    ]


@pytest.mark.parametrize(
    ("name", "data", "sentence"),
    [
        ("logo.svg", b"Soon to come", "This is not a drawing in SVG, or the file is damaged."),
        ("logo.png", picture(400, 200)[:-60], "This picture is damaged or not complete. Save it anew."),
        (
            "logo.png",
            bomb(60_000, 60_000),
            "This picture has more than 24 million pixels. Make it smaller first.",
        ),
        ("logo.png", b"\0" * 50 * 2**20, "This file has 50.0\xa0MB and should have at most 1.0\xa0MB."),
        (
            "logo.svg",
            svg(PATH, before='<!DOCTYPE svg [<!ENTITY a "aa">]>'),
            "This drawing defines entities of its own. Save it anew without them, as “plain SVG”.",
        ),
    ],
    ids=["text", "truncated", "bomb", "large", "entities"],
)
def test_file_that_is_refused_loses_nothing_that_was_typed(network, owner, name, data, sentence) -> None:
    answer = owner.post(LOOK, posted(font_size="1.25") | {"logo": upload(data, name)})
    assert [said(answer), errors_of(answer)] == [
        [REFUSED.format("Logo", sentence.replace("\xa0", " ")), AGAIN],
        {"logo": [sentence]},
    ]
    assert answer.context["form"]["font-size"].value() == "1.25"
    assert [stored(network.newyork), Clinic.objects.get(pk=network.newyork.pk).tokens] == [Pictures(), {}]


def test_good_logo_beside_a_colour_that_is_refused_is_asked_for_again(network, owner) -> None:
    answer = owner.post(LOOK, posted(color_link=PALE) | {"logo": upload(svg(), "logo.svg")})
    assert said(answer) == [
        "Nothing was saved yet: some colours cannot be read well, or a value is wrong.",
        AGAIN,
    ]
    assert stored(network.newyork) == Pictures()


def test_drawing_that_was_cleaned_is_saved_and_the_person_told(network, owner) -> None:
    answer = owner.post(LOOK, posted() | {"logo": upload(svg(f"<script>x()</script>{PATH}"), "logo.svg")})
    assert said(answer) == [
        "Scripts were removed from the drawing.",
        SAVED.format(network.newyork.name),
    ]
    with default_storage.open(stored(network.newyork).logo.file) as file:
        assert b"script" not in file.read()


def test_two_people_who_change_pictures_are_told_of_each_other(network, owner) -> None:
    mine = form_of(owner, **{"remove-logo": "on"})
    theirs = uploads.logo(upload(svg(), "logo.svg")).made
    change_pictures(network.newyork, theirs, user=None)
    answer = owner.post(LOOK, mine)
    assert said(answer)[0].startswith("Somebody changed the look after you had opened this form")
    assert stored(network.newyork).logo is not None


def test_way_back_to_the_look_of_the_theme_leaves_the_pictures(network, owner) -> None:
    change_pictures(network.newyork, uploads.logo(upload(svg(), "logo.svg")).made, user=None)
    owner.post(LOOK, form_of(owner) | {"reset": "1", "logo": upload(b"x", "logo.svg")})
    assert stored(network.newyork).logo is not None


def test_same_file_is_stored_once_and_what_is_replaced_stays(network) -> None:
    clinic = network.newyork
    first = uploads.logo(upload(svg(), "logo.svg")).made
    change_pictures(clinic, first, user=None)
    file = stored(clinic).logo.file
    assert re.fullmatch(rf"looks/{clinic.pk}/logo-[0-9a-f]{{20}}\.svg", file)
    change_pictures(clinic, first, user=None)
    change_pictures(clinic, uploads.logo(upload(picture(200, 100))).made, user=None)
    assert [stored(clinic).logo.file == file, default_storage.exists(file)] == [False, True]
    change_pictures(clinic, first, user=None)
    assert stored(clinic).logo.file == file
    assert log_registry.get_logs_for_instance(clinic).filter(action=PICTURED).count() == 3


def test_pictures_cost_a_visitor_no_query(network) -> None:
    clinic = network.newyork

    def queries() -> int:
        page_of(clinic)
        with CaptureQueriesContext(connection) as found:
            page_of(clinic)
        return len(found)

    before = queries()
    made = uploads.logo(upload(svg(), "logo.svg")).made | uploads.icon(upload(picture(256, 256))).made
    change_pictures(clinic, made, user=None)
    assert queries() == before


@pytest.mark.parametrize("theme", ["base", *installed_themes()])
def test_every_theme_shows_the_logo_and_the_header_picture(network, theme) -> None:
    clinic = network.newyork
    made = uploads.logo(upload(svg(), "logo.svg")).made | uploads.band(library_picture(clinic)).made
    change_pictures(clinic, made, header_image=None, user=None)
    Clinic.objects.filter(pk=clinic.pk).update(theme=theme)
    page = page_of(clinic, section_of(clinic))
    assert page.count('<picture class="site-header__logo">') == 1
    assert page.count(f'src="{stored(clinic).header.url}"') == 1


def test_nobody_gives_pictures_to_another_clinic(network) -> None:
    foreign = member(network.aalborg, "clinic_owner")
    with pytest.raises(PermissionDenied):
        change_pictures(network.newyork, {}, name_in_logo=True, user=foreign)


@pytest.mark.parametrize(
    "stored_",
    [None, [], "x", {"logo": []}, {"logo": {"file": "x"}}, {"icon": {"file": 1, "width": 1, "height": 1}}],
)
def test_what_is_stored_in_no_shape_is_no_picture(stored_) -> None:
    assert pictures_in(stored_) == Pictures()


def test_what_is_stored_is_read_by_name() -> None:
    one = {"file": "looks/1/logo-x.svg", "width": 10, "height": 20}
    assert pictures_in({"logo": one, "header_image": 7, "name_in_logo": True, "new": one}) == Pictures(
        logo=Picture("looks/1/logo-x.svg", 10, 20), header_image=7, name_in_logo=True
    )

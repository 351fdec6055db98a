"""A clinic makes a theme its own: what may be chosen, what is kept, and what visitors get."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client
from django.urls import reverse
from django.utils.html import escape
from hypothesis import given, settings
from hypothesis import strategies as st
from wagtail.log_actions import registry as log_registry
from wagtail.models import Page

from cms.clinics.models import Clinic
from cms.themes.actions import BRANDED, brand_theme, choose_theme
from cms.themes.brand import RANGES, branded, choices_in, differing, editable, is_value
from cms.themes.contrast import PAIRS, contrast_ratio, nearest_that_passes
from cms.themes.fonts import FONTS
from cms.themes.forms import BrandForm
from cms.themes.registry import base_theme, installed_themes, theme_for
from cms.themes.token_names import NAMES
from cms.themes.tokens import FONT, FONT_KEYWORDS, TokenSet
from tests.cms.plugins.people import member, said, signed_in

GREEN, PALE = "#11663f", "#c9d8a1"
LOOK = reverse("themes:brand", args=["newyork"])


def posted(theme: str = "hudson", **values: str) -> dict[str, str]:
    """Return what a browser posts of the form, with some of it changed."""
    form = BrandForm(theme=theme_for(theme), choices={})
    data = {name: str(form[name].value() or "") for name in form.fields}
    return data | {name.replace("_", "-"): value for name, value in values.items()}


def css_of(clinic: Clinic) -> str:
    """Return the stylesheet that a visitor of the clinic's home page gets."""
    visitor = Client(HTTP_HOST=clinic.site.hostname)
    (address,) = re.findall(
        r'<link rel="stylesheet" href="(/-/theme/.*?)"', visitor.get("/").content.decode()
    )
    answer = visitor.get(address)
    assert [answer.status_code, answer["Cache-Control"]] == [200, "public, max-age=31536000, immutable"]
    return answer.content.decode()


@pytest.mark.parametrize("name", ["base", *installed_themes()])
def test_every_token_that_can_be_changed_has_a_name_and_a_value_that_is_one(name) -> None:
    tokens = list(editable(theme_for(name)))
    assert [token.name for token in tokens if token.name not in NAMES] == []
    assert {token.name for token in tokens} == NAMES.keys()
    assert [
        token.name for token in tokens if token.type != "fontFamily" and not is_value(token, token.value)
    ] == []


def test_faces_are_stacks_of_fonts_that_the_reader_has() -> None:
    for font in FONTS.values():
        parts = [part.strip().strip('"') for part in font.stack.split(",")]
        assert [part for part in parts if not FONT.match(part)] == []
        assert parts[-1] in FONT_KEYWORDS


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("color-link", "#00ff7f", True),
        ("color-link", "#0f7", False),
        ("color-link", "red", False),
        ("color-link", "#00ff7f;}", False),
        ("font-size", "1.125rem", True),
        ("font-size", "1.125px", False),
        ("font-size", "9rem", False),
        ("font-scale", "1.25", True),
        ("font-scale", "1e1", False),
        ("radius-medium", "12px", True),
        ("radius-medium", "-1px", False),
        ("font-family-text", "slab", True),
        ("font-family-text", '"Comic Sans MS"', False),
        ("measure-text", "40rem", False),
    ],
)
def test_what_a_token_may_be(name, value, expected) -> None:
    assert is_value(base_theme().tokens.tokens[name], value) is expected


def test_choices_take_the_place_of_the_theme_s_values_and_nonsense_of_none() -> None:
    choices = {
        "color-link": {"value": GREEN, "dark": "nonsense"},
        "font-family-heading": {"value": "slab"},
        "radius-button": {"value": "url(x)"},
        "measure-text": {"value": "10rem"},
        "nothing": {"value": "x"},
    }
    tokens, before = branded(base_theme(), choices), base_theme().tokens
    changed = {
        token.name: (token.value, token.dark) for token in tokens if token != before.tokens[token.name]
    }
    assert changed == {
        "color-link": (GREEN, before.value("color-link", dark=True)),
        "font-family-heading": (FONTS["slab"].stack, None),
    }


@pytest.mark.parametrize(
    "stored", [None, [], "x", {"base": []}, {"base": {"color-link": "x"}}, {"other": {}}]
)
def test_what_is_stored_in_no_shape_is_nothing(stored) -> None:
    assert choices_in(stored, "base") == {}


def test_only_what_differs_from_the_theme_is_kept() -> None:
    own = base_theme().tokens.value("color-link")
    chosen = {
        "color-link": {"value": own, "dark": GREEN},
        "color-text": {"value": ""},
        "font-scale": {"value": "1.22"},
    }
    assert differing(base_theme(), chosen) == {"color-link": {"dark": GREEN}}


colors = st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06x}")


@settings(settings.get_profile("laws"))
@given(colors, st.sampled_from(["color-link", "color-accent", "color-text", "color-focus"]), st.booleans())
def test_colour_that_is_offered_passes_in_every_pair(color, name, dark) -> None:
    tokens = branded(base_theme(), {name: {"value": color, "dark": color}})
    offer = nearest_that_passes(name, tokens, dark=dark)
    assert offer is not None
    for text, ground, least in PAIRS:
        if name in (text, ground):
            other = tokens.value(ground if name == text else text, dark=dark)
            assert contrast_ratio(offer, other) >= least


def test_colour_that_passes_already_is_its_own_nearest() -> None:
    tokens = base_theme().tokens
    assert nearest_that_passes("color-link", tokens, dark=False) == tokens.value("color-link")


def test_colour_for_which_nothing_passes_is_offered_nothing() -> None:
    grounds = {"color-background": {"value": "#000000"}, "color-surface": {"value": "#ffffff"}}
    assert nearest_that_passes("color-text", branded(base_theme(), grounds), dark=False) is None


def test_form_refuses_what_cannot_be_read_at_its_field_with_an_offer() -> None:
    form = BrandForm(
        posted(color_link=PALE, color_text_dark="#333333"), theme=theme_for("hudson"), choices={}
    )
    assert not form.is_valid()
    assert sorted(form.errors) == ["color-link", "color-text-dark"]
    assert form.errors["color-link"][0].startswith(
        "On “Background” this cannot be read well: the contrast is 1."
    )
    again = BrandForm(posted() | form.offers, theme=theme_for("hudson"), choices={})
    assert again.is_valid(), again.errors
    assert again.choices.keys() == {"color-link", "color-text"}


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("color-link", "blue"),
        ("font-size", "9"),
        ("font-size", "x"),
        ("font-family-text", "Comic"),
        ("radius-small", "-1"),
    ],
)
def test_form_refuses_what_is_no_value(field, value) -> None:
    form = BrandForm(posted() | {field: value}, theme=theme_for("hudson"), choices={})
    assert list(form.errors) == [field]


def test_look_is_shown_from_the_next_request_on_and_nowhere_else(network) -> None:
    before, elsewhere = css_of(network.newyork), css_of(network.aalborg)
    owner = member(network.newyork, "clinic_owner")
    answer = signed_in(owner).post(
        LOOK, posted(color_link=GREEN, font_family_heading="slab", radius_button="20")
    )
    assert said(answer) == [f"The look of {network.newyork.name} is saved."]
    css = css_of(network.newyork)
    assert [f"--color-link: {GREEN};" in one for one in (before, css)] == [False, True]
    assert ["--radius-button: 20px;" in css, FONTS["slab"].stack in css] == [True, True]
    assert css_of(network.aalborg) == elsewhere
    assert Clinic.objects.get(pk=network.newyork.pk).tokens == {
        "hudson": {
            "color-link": {"value": GREEN},
            "font-family-heading": {"value": "slab"},
            "radius-button": {"value": "20px"},
        }
    }
    (entry,) = log_registry.get_logs_for_instance(network.newyork).filter(action=BRANDED)
    assert [entry.user, entry.data["from"], entry.data["theme"]] == [owner, {}, "hudson"]


def test_what_was_chosen_for_a_theme_is_there_again_when_the_theme_is(network) -> None:
    clinic = network.newyork
    brand_theme(clinic, "hudson", {"color-link": {"value": GREEN}}, user=None)
    choose_theme(clinic, "limfjord", user=None)
    assert GREEN not in css_of(clinic)
    choose_theme(clinic, "hudson", user=None)
    assert f"--color-link: {GREEN};" in css_of(clinic)


def test_look_that_is_refused_is_not_saved_and_keeps_what_was_typed(network) -> None:
    client = signed_in(member(network.newyork, "clinic_owner"))
    answer = client.post(LOOK, posted(color_link=PALE))
    assert said(answer) == ["Nothing was saved yet: some colours cannot be read well, or a value is wrong."]
    form = answer.context["form"]
    assert [form["color-link"].value(), Clinic.objects.get(pk=network.newyork.pk).tokens] == [PALE, {}]
    offer = form.offers["color-link"]
    assert escape(f"color-link={offer}") in answer.content.decode()
    taken = client.post(LOOK, posted(color_link=PALE) | {"offer": f"color-link={offer}"})
    assert [taken.context["form"]["color-link"].value(), taken.context["form"].errors] == [offer, {}]
    assert Clinic.objects.get(pk=network.newyork.pk).tokens == {}


@pytest.mark.parametrize("name", RANGES)
def test_form_takes_the_least_and_the_most_of_each_measure(name) -> None:
    for number in (RANGES[name].least, RANGES[name].most):
        form = BrandForm(posted() | {name: f"{number:g}"}, theme=theme_for("hudson"), choices={})
        assert form.is_valid(), form.errors
        chosen = form.choices.get(name, {}).get("value", theme_for("hudson").tokens.value(name))
        assert chosen == f"{number:g}{RANGES[name].unit}"


def test_measure_that_is_out_of_range_in_the_theme_is_not_asked_for() -> None:
    theme = base_theme()
    small = replace(theme.tokens.tokens["font-size"], value="0.9375rem")
    odd = replace(theme, tokens=theme.tokens.overlaid(TokenSet({"font-size": small})))
    form = BrandForm(theme=odd, choices={})
    assert ["font-size" in form.fields, "font-scale" in form.fields] == [False, True]
    assert BrandForm(
        {name: form[name].value() or "" for name in form.fields}, theme=odd, choices={}
    ).is_valid()


def test_form_that_was_opened_under_another_theme_saves_nothing(network) -> None:
    data = posted(color_link=GREEN)
    choose_theme(network.newyork, "limfjord", user=None)
    answer = signed_in(member(network.newyork, "clinic_owner")).post(LOOK, data)
    assert said(answer) == [
        "The theme was changed to “Limfjord” after you had opened the form. Nothing was saved."
    ]
    assert Clinic.objects.get(pk=network.newyork.pk).tokens == {}


def test_two_people_who_change_the_look_are_told_of_each_other(network) -> None:
    client = signed_in(member(network.newyork, "clinic_owner"))
    mine = posted(font_size="1.25")
    theirs = {"color-link": {"value": GREEN}}
    brand_theme(network.newyork, "hudson", theirs, user=None)
    answer = client.post(LOOK, mine)
    assert said(answer)[0].startswith("Somebody changed the look after you had opened this form")
    assert Clinic.objects.get(pk=network.newyork.pk).tokens == {"hudson": theirs}
    form = answer.context["form"]
    assert form["font-size"].value() == "1.25"
    client.post(LOOK, mine | {"seen": form["seen"].value()})
    assert Clinic.objects.get(pk=network.newyork.pk).tokens == {"hudson": {"font-size": {"value": "1.25rem"}}}


def test_way_back_is_open_in_a_theme_that_is_hard_to_read(network, write_theme, install) -> None:
    pale = {"colorSpace": "srgb", "components": [0.9, 0.9, 0.9]}
    write_theme(tokens={"color": {"$type": "color", "text": {"$value": pale}}})
    install()
    Clinic.objects.filter(pk=network.newyork.pk).update(
        theme="fjeld", tokens={"fjeld": {"radius-small": {"value": "3px"}}}
    )
    page = signed_in(member(network.newyork, "clinic_owner"))
    form = page.get(LOOK).context["form"]
    data = {name: form[name].value() or "" for name in form.fields}
    page.post(LOOK, data | {"reset": "1"})
    assert Clinic.objects.get(pk=network.newyork.pk).tokens == {}


def test_clinic_without_a_page_has_no_preview(network) -> None:
    Page.objects.update(live=False)
    client = signed_in(member(network.newyork, "clinic_owner"))
    assert "<iframe" not in client.get(LOOK).content.decode()
    assert client.get(reverse("themes:preview", args=["newyork"])).status_code == 404


def test_way_back_to_the_theme_s_own_look_is_in_the_log(network) -> None:
    brand_theme(network.newyork, "hudson", {"color-link": {"value": GREEN}}, user=None)
    signed_in(member(network.newyork, "clinic_owner")).post(LOOK, posted() | {"reset": "1"})
    assert Clinic.objects.get(pk=network.newyork.pk).tokens == {}
    last = log_registry.get_logs_for_instance(network.newyork).filter(action=BRANDED).first()
    assert last.data["from"] == {"color-link": {"value": GREEN}}


def test_preview_shows_a_page_in_what_is_chosen_and_stores_nothing(network) -> None:
    client = signed_in(member(network.newyork, "clinic_owner"))
    query = {"color-link": PALE, "color-text": "nonsense", "font-size": "99"}
    page = client.get(reverse("themes:preview", args=["newyork"]), query)
    (address,) = re.findall(r'<link rel="stylesheet" href="(/look/.*?)"', page.content.decode())
    assert [page.status_code, page["X-Frame-Options"]] == [200, "SAMEORIGIN"]
    css = client.get(address.replace("&amp;", "&")).content.decode()
    assert f"--color-link: {PALE};" in css
    assert ["nonsense" in css, "99" in css.split("}")[0]] == [False, False]
    assert Clinic.objects.get(pk=network.newyork.pk).tokens == {}


def test_preview_knows_no_page_of_another_clinic(network) -> None:
    client = signed_in(member(network.newyork, "clinic_owner"))
    foreign = network.aalborg.languages.first().home_id
    address = reverse("themes:preview", args=["newyork"])
    assert [client.get(address, {"page": key}).status_code for key in (foreign, "x" * 40)] == [404, 200]


def test_look_of_another_clinic_is_nobody_s_business(network) -> None:
    owner = signed_in(member(network.aalborg, "clinic_owner"))
    names = ("brand", "preview", "preview_stylesheet")
    answers = [owner.get(reverse(f"themes:{name}", args=["newyork"])).status_code for name in names]
    assert [*answers, owner.post(LOOK, posted()).status_code] == [404] * 4
    with pytest.raises(PermissionDenied):
        brand_theme(network.newyork, "hudson", {}, user=member(network.aalborg, "clinic_marketer"))


def test_script_may_not_store_what_the_form_would_refuse(network) -> None:
    with pytest.raises(ValidationError, match="cannot be told apart"):
        brand_theme(network.newyork, "hudson", {"color-link": {"value": PALE}}, user=None)
    brand_theme(network.newyork, "hudson", {"font-size": {"value": "99rem"}, "x": {"value": "y"}}, user=None)
    assert Clinic.objects.get(pk=network.newyork.pk).tokens == {}

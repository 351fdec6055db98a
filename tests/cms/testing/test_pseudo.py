"""How the kit tells texts that are translated from texts that are not."""

from __future__ import annotations

from django.utils.translation import gettext, gettext_lazy, ngettext

from cms.testing.markup import parsed
from cms.testing.pseudo import brackets, is_bracketed, untranslated_words


def test_every_translated_text_is_in_brackets_and_no_longer_afterwards() -> None:
    lazy = gettext_lazy("Plugins")
    with brackets():
        assert [gettext("Plugins"), str(lazy), ngettext("%(n)s day", "%(n)s days", 2)] == [
            "⟦Plugins⟧",
            "⟦Plugins⟧",
            "⟦%(n)s days⟧",
        ]
    assert [gettext("Plugins"), str(lazy)] == ["Plugins", "Plugins"]


def test_texts_outside_of_brackets_are_found_and_content_is_not() -> None:
    html = """<!DOCTYPE html><!-- Not read -->
    <p>⟦Call ⟦us⟧ at Trial Clinic⟧</p><p>Trial Clinic, 10–12</p><p>Read  on</p>
    <img alt="A map"><input type="submit" value="Send"><input value="typed"><script>var words</script>"""
    assert sorted(untranslated_words(parsed(html), ["Trial Clinic"])) == ["A map", "Read on", "Send"]


def test_elements_within_a_translated_text_are_part_of_it() -> None:
    html = """<p>⟦Ask <a href="/"><b>us</b></a> soon⟧</p><p>⟦Read⟧ <a href="/" title="Here">on</a></p>
    <ul><li>⟦One⟧</li><li>Two</li></ul>"""
    assert sorted(untranslated_words(parsed(html), [])) == ["Here", "Two", "⟦Read⟧ on"]


def test_label_without_words_needs_no_translation() -> None:
    assert [is_bracketed(text) for text in ("⟦Words⟧", "1–2", "Words")] == [True, True, False]

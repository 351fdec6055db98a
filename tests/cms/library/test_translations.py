"""What a translation was made from, and which parts its source has changed since."""

import datetime as dt

import pytest
from django.test import Client
from django.utils import timezone

from cms.accounts.models import User
from cms.editions.resolving.values import BaseValue, SourceBlock
from cms.library.actions import release
from cms.library.models import LibraryPage
from cms.library.parts import parts_of
from cms.library.queries import source_page, untranslated
from cms.library.translations import TranslationState
from cms.testing.network import block_id, publish, text_block

TOMORROW = timezone.localdate() + dt.timedelta(days=1)


def fresh(page):
    return LibraryPage.objects.get(pk=page.pk)


def draft(page):
    return fresh(page).get_latest_revision_as_object()


def with_words(page, number, words):
    """Return the page with other words in one block, in memory; ``None`` removes the block."""
    page = draft(page)
    blocks = page.body.get_prep_value()
    kept = [block for block in blocks if words is not None or block["id"] != block_id(number)]
    for block in kept:
        if block["id"] == block_id(number):
            block["value"]["body"] = f"<p>{words}</p>"
    page.body = page.body.stream_block.to_python(kept)
    return page


def change(page, number, words):
    with_words(page, number, words).save_revision().publish()


def correct(page, number, words):
    return release(
        with_words(page, number, words),
        release_class="safety",
        note="A dose was wrong.",
        user=None,
        corrected=[block_id(number)],
        reason="The old dose does harm.",
        deadline=TOMORROW,
    ).correction


def waiting(page):
    return [(part.target, part.state) for part in untranslated(page)]


def test_source_is_the_page_in_the_networks_language(network):
    assert source_page(network.danish) == network.english
    assert source_page(network.english) == network.english


def test_source_page_has_no_source(network):
    assert fresh(network.english).source_base == {}
    assert untranslated(network.english) == ()


def test_new_translation_is_made_from_what_the_source_says(network):
    base = fresh(network.danish).source_base
    english = fresh(network.english)
    assert set(base) == set(parts_of(network.danish))
    entry = BaseValue(**base[block_id(1)])
    stored = english.body.get_prep_value()[0]
    said = SourceBlock(stored["id"], stored["type"], stored["value"])
    assert entry == BaseValue(said.digest, said.type, said.value, english.live_revision_id, 0)
    assert waiting(fresh(network.danish)) == []


def test_comma_in_the_source_is_listed_and_leaves_the_translation_alone(network):
    before = fresh(network.danish).body.get_prep_value()
    change(network.english, 1, "First, words.")
    [part] = untranslated(fresh(network.danish))
    assert (part.target, part.state) == (block_id(1), TranslationState.CHANGED)
    assert part.then["body"] == "<p>First words.</p>"
    assert part.now.value["body"] == "<p>First, words.</p>"
    assert part.ours.value["body"] == "<p>Første ord.</p>"
    assert fresh(network.danish).body.get_prep_value() == before


def test_draft_of_the_source_makes_nothing_stale(network):
    with_words(network.english, 1, "First, words.").save_revision()
    assert waiting(fresh(network.danish)) == []


def test_draft_of_the_source_says_what_it_would_leave_behind(network):
    unpublished = with_words(network.english, 1, "First, words.")
    assert [part.target for part in untranslated(fresh(network.danish), unpublished)] == [block_id(1)]


def test_retranslated_part_rests_on_what_the_source_says_now(network):
    change(network.english, 1, "First, words.")
    change(network.danish, 1, "Første, ord.")
    assert waiting(fresh(network.danish)) == []
    assert fresh(network.danish).source_base[block_id(2)]["revision"] is not None


def test_translation_saved_before_the_source_changed_does_not_claim_the_change(network):
    with_words(network.danish, 1, "Nye første ord.").save_revision()
    change(network.english, 1, "First, words.")
    draft(network.danish).latest_revision.publish()
    assert waiting(fresh(network.danish)) == [(block_id(1), "changed")]


def test_part_with_its_published_words_again_is_as_old_as_these(network):
    change(network.english, 1, "First, words.")
    with_words(network.danish, 1, "Noget andet.").save_revision()
    with_words(network.danish, 1, "Første ord.").save_revision()
    draft(network.danish).latest_revision.publish()
    assert waiting(fresh(network.danish)) == [(block_id(1), "changed")]


def test_part_that_only_the_source_has_is_missing(network):
    blocks = [*fresh(network.english).body.get_prep_value(), text_block(5, "Fifth words.")]
    publish(draft(network.english), body=blocks)
    assert waiting(fresh(network.danish)) == [(block_id(5), "missing")]


def test_part_that_the_source_removed_is_gone(network):
    change(network.english, 4, None)
    assert waiting(fresh(network.danish)) == [(block_id(4), "gone")]


def test_part_of_the_translation_alone_wants_nothing(network):
    blocks = [*fresh(network.danish).body.get_prep_value(), text_block(7, "Vores egne ord.")]
    publish(draft(network.danish), body=blocks)
    assert waiting(fresh(network.danish)) == []


def test_part_that_nobody_noted_is_unknown(network):
    LibraryPage.objects.filter(pk=network.danish.pk).update(source_base={})
    states = {state for target, state in waiting(fresh(network.danish))}
    assert states == {TranslationState.UNKNOWN}


def test_corrected_parts_come_first_and_translating_includes_the_correction(network):
    change(network.english, 1, "First, words.")
    correction = correct(network.english, 2, "Second words, corrected.")
    assert waiting(fresh(network.danish)) == [(block_id(2), "corrected"), (block_id(1), "changed")]
    assert untranslated(fresh(network.danish))[0].correction == correction.pk
    change(network.danish, 2, "Andre ord, rettet.")
    assert fresh(network.danish).source_base[block_id(2)]["correction"] == correction.pk
    assert waiting(fresh(network.danish)) == [(block_id(1), "changed")]


def test_correction_that_removes_a_block_asks_the_translation_too(network):
    correct(network.english, 4, None)
    assert waiting(fresh(network.danish)) == [(block_id(4), "corrected")]
    change(network.danish, 4, None)
    assert waiting(fresh(network.danish)) == []


@pytest.fixture
def translator(network):
    client = Client(HTTP_HOST="admin.localhost")
    client.force_login(User.objects.create_superuser("translator@example.com", "x"))
    return client


def posted(client, page, **changes):
    """Post the page's form as it is shown, with some changes, and return the answer."""
    shown = client.get(f"/pages/{page.pk}/edit/").context["form"]
    now = shown.instance
    body = [(block["type"], block["value"], block["id"]) for block in now.body.get_prep_value()]
    data = {name: getattr(now, name) for name in ("title", "slug", "kind", "summary")}
    data["body-count"] = len(body)
    for index, (sort, value, key) in enumerate(body):
        data |= {f"body-{index}-type": sort, f"body-{index}-id": key, f"body-{index}-order": index}
        data |= {f"body-{index}-deleted": "", f"body-{index}-value-heading": value["heading"]}
        data |= {f"body-{index}-value-policy": value["policy"]}
        data |= {
            f"body-{index}-value-body": shown.instance.body.stream_block.child_blocks[sort]
            .child_blocks["body"]
            .field.widget.format_value(value["body"])
        }
    data |= {"comments-TOTAL_FORMS": 0, "comments-INITIAL_FORMS": 0}
    data |= {"comments-MIN_NUM_FORMS": 0, "comments-MAX_NUM_FORMS": ""}
    if "translation_shown" in shown.fields:
        data["translation_shown"] = shown["translation_shown"].value()
    return client.post(f"/pages/{page.pk}/edit/", data | changes)


def test_translator_confirms_that_the_translation_says_it_too(network, translator):
    correction = correct(network.english, 2, "Second words, corrected.")
    [part] = untranslated(fresh(network.danish))
    response = posted(translator, network.danish, translation_confirmed=[part.key])
    assert response.status_code == 302
    assert waiting(fresh(network.danish)) == [(block_id(2), "corrected")]  # saving a draft changes no page
    assert waiting(draft(network.danish)) == []
    draft(network.danish).latest_revision.publish()
    assert waiting(fresh(network.danish)) == []
    assert fresh(network.danish).source_base[block_id(2)]["correction"] == correction.pk


def test_tick_taken_back_is_no_confirmation(network, translator):
    change(network.english, 1, "First, words.")
    [part] = untranslated(fresh(network.danish))
    posted(translator, network.danish, translation_confirmed=[part.key])
    posted(translator, network.danish, translation_shown=part.target)
    assert waiting(draft(network.danish)) == [(block_id(1), "changed")]


def test_confirmation_of_words_that_changed_again_is_refused(network, translator):
    change(network.english, 1, "First, words.")
    [part] = untranslated(fresh(network.danish))
    change(network.english, 1, "First of all, words.")
    response = posted(translator, network.danish, translation_confirmed=[part.key])
    assert "The source has changed again" in response.content.decode()
    assert waiting(draft(network.danish)) == [(block_id(1), "changed")]


def test_panel_shows_both_texts_with_the_difference_marked(network, translator):
    correct(network.english, 2, "Second words, corrected.")
    html = translator.get(f"/pages/{network.danish.pk}/edit/").content.decode()
    assert "Corrected in the source." in html
    assert "<del>words.</del>" in html
    assert "<ins>words, corrected.</ins>" in html
    assert "Andre ord." in html


def test_source_page_has_no_panel(network, translator):
    html = translator.get(f"/pages/{network.english.pk}/edit/").content.decode()
    assert "translation_shown" not in html

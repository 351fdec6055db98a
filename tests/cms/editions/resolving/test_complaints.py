"""What editors of other systems complain about must not happen here.

Each class is one complaint; each test is named for its symptom.
"""

from __future__ import annotations

from cms.editions.resolving.bases import rebase
from cms.editions.resolving.resolver import resolve
from cms.editions.resolving.values import Base, Flag, LocalLayer, Origin, Replace
from tests.cms.editions.plain_editor import Editor
from tests.cms.editions.writing import block, entry, ids, layer, library, says

THEN = library("a", "b", "c", "d")


class TestLocalWorkIsSilentlyOverwritten:
    def test_publishing_an_older_draft_later_does_not_revert_a_local_fix(self):
        """Symptom: https://github.com/craftcms/cms/issues/4642"""
        local = layer("=b", THEN)
        older_draft = library(block("a", "draft a"), block("b", "draft b"), "c", "d", revision=2)
        assert says(resolve(older_draft, local)) == ["draft a", "clinic b", "library c", "library d"]

    def test_saving_one_clinic_empties_no_block_of_another(self):
        """Symptom: https://github.com/craftcms/cms/issues/4646"""
        first, second = Editor(THEN), Editor(THEN)
        first.save("=a b +x c d")
        second.save("+y a =b -c d")
        before = resolve(THEN, second.local)
        first.save("a b c d")
        assert resolve(THEN, second.local) == before

    def test_a_lost_and_found_translation_empties_no_entry(self):
        """Symptom: https://github.com/craftcms/cms/issues/4731"""
        local = layer("=b +x", THEN)
        away = resolve(None, local, fallbacks=[library("a", "b", "c", "d", language="da")])
        assert [one.value["body"] for one in away.blocks if one.provenance.origin is not Origin.FALLBACK] == [
            "clinic b",
            "clinic x",
        ]
        assert says(resolve(THEN, local)) == ["library a", "clinic b", "clinic x", "library c", "library d"]

    def test_an_update_of_the_copied_text_does_not_reset_the_changes(self):
        """Symptom: https://github.com/storyblok/storyblok/issues/128"""
        local = layer("=b", THEN, {"title": "Ours"})
        updated = library(
            *(block(key, f"new {key}") for key in "abcd"), fields={"title": "New", "summary": "N"}
        )
        page = resolve(updated, local)
        assert says(page) == ["new a", "clinic b", "new c", "new d"]
        assert {name: one.value for name, one in page.fields.items()} == {"title": "Ours", "summary": "N"}


class TestMovingBreaksInheritance:
    def test_moving_a_library_block_makes_no_local_block_disappear(self):
        """Symptom: https://github.com/neos/neos-development-collection/issues/3340"""
        local = layer("=b c +x", THEN)
        moved = library("c", "d", "b", "a")
        assert ids(resolve(moved, local)) == "c x d b a"

    def test_a_moved_library_block_moves_on_every_page_that_follows_it(self):
        """Symptom: https://github.com/wagtail/wagtail-localize/issues/469"""
        moved = library("d", "a", "b", "c")
        assert ids(resolve(moved, layer("-b =c", THEN))) == "d a c"

    def test_an_update_does_not_restore_the_librarys_order(self):
        """Symptom: the local order of a live copy falls back to that of its blueprint at each rollout."""
        editor = Editor(THEN)
        editor.save("a d b c")
        editor.text = library(block("a", "new a"), "b", "n", "c", "d", revision=2)
        assert editor.page == "a d b n c"

    def test_inherited_blocks_can_be_moved(self):
        """Symptom: https://github.com/benjaminkott/bootstrap_package/issues/891"""
        editor = Editor(THEN)
        editor.save("c a b d")
        assert editor.page == "c a b d"

    def test_a_moved_block_keeps_its_id(self):
        """Symptom: blocks are renamed when both sides move one."""
        editor = Editor(THEN)
        editor.save("c =a b d")
        editor.text = library("d", "c", "b", "a")
        assert sorted(editor.page.split()) == ["a", "b", "c", "d"]


class TestHiddenThingsComeBack:
    def test_a_hidden_block_does_not_return_with_the_next_release(self):
        """Symptom: a component that was deleted locally is added again by the next update."""
        local = layer("-b", THEN)
        assert ids(resolve(library("a", block("b", "new b"), "c", revision=2), local)) == "a c"

    def test_a_hidden_block_that_left_and_came_back_stays_hidden(self):
        """Symptom: https://github.com/neos/neos-development-collection/issues/5545"""
        editor = Editor(THEN)
        editor.save("a -b c d")
        editor.text = library("a", "c", "d")
        editor.again()
        editor.text = THEN
        assert editor.page == "a c d"

    def test_a_hidden_block_leaves_no_ghost_on_the_page(self):
        """Symptom: https://notoolsnocraft.tech/what-are-ghost-components-in-aem-and-how-to-prevent-them"""
        page = resolve(library("a", "c"), layer("-b", THEN))
        assert (ids(page), page.hidden, page.ignored) == ("a c", (), ())

    def test_a_hidden_block_can_be_shown_again(self):
        """Symptom: what was deleted locally can never be rolled out again.

        See https://gauravsachdeva.com/2021/07/12/aem-rollout-option-missing-for-one-country-live-copy/
        """
        editor = Editor(THEN)
        editor.save("a -b c d")
        editor.save("a b c d")
        assert (editor.page, editor.written, editor.local.base.blocks) == ("a b c d", "", {})


class TestAllOrNothing:
    def test_one_block_is_replaced_and_all_others_follow(self):
        """Symptom: https://github.com/10up/distributor/issues/507"""
        local = layer("=b", THEN)
        updated = library(*(block(key, f"new {key}") for key in "abcd"))
        assert says(resolve(updated, local)) == ["new a", "clinic b", "new c", "new d"]

    def test_a_clinic_adds_and_hides_blocks_of_a_shared_page(self):
        """Symptoms: https://github.com/wagtail/wagtail-localize/issues/303 and .../301"""
        assert ids(resolve(THEN, layer("a +x -c", THEN))) == "a x b d"

    def test_one_field_is_replaced_and_all_others_follow(self):
        """Symptom: https://github.com/wagtail/wagtail/issues/6920"""
        local = layer("", THEN, {"title": "Ours"})
        page = resolve(library(fields={"title": "New", "summary": "New."}), local)
        assert {name: one.value for name, one in page.fields.items()} == {"title": "Ours", "summary": "New."}

    def test_replacing_a_block_detaches_nothing_that_stands_after_it(self):
        """Symptom: cancelling the inheritance of a container cancels that of its children."""
        editor = Editor(THEN)
        assert editor.save("=a b c d") == "=a"


class TestOverridesGetLost:
    def test_an_empty_replacement_is_kept(self):
        """Symptom: https://github.com/WordPress/gutenberg/issues/57751"""
        local = LocalLayer((Replace("b", block("b", " ")),), {"summary": ""})
        page = resolve(THEN, local)
        assert says(page)[1] == " "
        assert (page.fields["summary"].value, page.fields["summary"].provenance.origin) == (
            "",
            Origin.REPLACED,
        )

    def test_a_replacement_can_be_reset(self):
        """Symptom: https://github.com/WordPress/gutenberg/issues/57751"""
        editor = Editor(THEN)
        editor.save("a =b c d")
        editor.save("a b c d")
        assert resolve(THEN, editor.local) == resolve(THEN, LocalLayer())

    def test_a_reset_lasts(self):
        """Symptom: https://github.com/statamic/cms/issues/6874"""
        editor = Editor(THEN)
        editor.save("a =b -c d")
        editor.save("a b -c d")
        editor.text = library("a", block("b", "new b"), "c", "d")
        editor.again()
        assert says(resolve(editor.text, editor.local)) == ["library a", "new b", "library d"]

    def test_a_replacement_that_equals_the_library_is_still_the_clinics(self):
        """Symptom: an override that happens to equal the source silently follows it again."""
        same = Replace("b", block("b"))
        local = LocalLayer((same,), base=rebase(Base(), [same], [], THEN, "abcd"))
        changed = library("a", block("b", "new b"), "c", "d")
        assert says(resolve(changed, local))[1] == "library b"

    def test_a_replacement_outlives_its_block_in_the_library(self):
        """Symptom: https://github.com/WordPress/gutenberg/issues/58122"""
        page = resolve(library("a", "c", "d"), layer("=b", THEN))
        assert says(page) == ["library a", "clinic b", "library c", "library d"]
        assert page.blocks[1].provenance.flags == {Flag.ORPHANED}

    def test_an_edit_within_a_replacement_is_not_reverted(self):
        """Symptom: https://github.com/statamic/cms/issues/14367"""
        editor = Editor(THEN)
        editor.save("a =b c d")
        edited = Replace("b", block("b", "edited"))
        editor.submit([edited if row.id == "b" else row for row in editor.rows])
        editor.again()
        assert says(resolve(THEN, editor.local))[1] == "edited"

    def test_a_replaced_type_keeps_the_override(self):
        """Symptom: another type under the same place orphans every local version."""
        local = layer("=b", THEN)
        page = resolve(library("a", block("b", "items", type="list"), "c"), local)
        assert says(page)[1] == "clinic b"
        assert page.blocks[1].provenance.flags == {Flag.STALE}

    def test_a_second_entry_for_one_block_loses_no_text(self):
        """Symptom: of two overrides of one block, one is dropped without a word."""
        editor = Editor(THEN)
        editor.local = layer("-b =b", THEN)
        assert editor.change("-c") == "-b -c =b"
        assert [one.entry for one in resolve(THEN, editor.local).ignored] == [entry("=b")]

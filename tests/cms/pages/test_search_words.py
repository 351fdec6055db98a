import pytest

from cms.pages.search_words import Fault, folded, read_question, tidy


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Leg PAIN", "leg pain"),
        ("Café, naïve—yes", "cafe naive yes"),
        ("Cafe\u0301", "cafe"),
        ("Hånd, FØRST og Øre", "hånd først og øre"),
        ("Ha\u030and", "hånd"),
        ("\ufb01ngers", "fingers"),
        ("knæ", "knæ"),
        ("Straße", "strasse"),
        ("isch\u00adias", "ischias"),
        ("snake_case don't L5/S1", "snake case don t l5 s1"),
        ("足の痛み", "足の痛み"),
    ],
)
def test_words_are_compared_without_case_and_accents_but_letters_stay(text, words):
    assert folded(text) == f" {words} "


def test_text_is_shown_in_one_line_with_its_case_and_accents():
    assert tidy(" Cafe\u0301\n isch\u00adias\t") == "Café ischias"


@pytest.mark.parametrize(
    ("written", "text", "words", "fault"),
    [
        ("", "", (), Fault.NOTHING),
        (" \n ", "", (), Fault.NOTHING),
        ("\0\0", "", (), Fault.NOTHING),
        ("?!…", "?!…", (), Fault.NO_WORDS),
        ("leg\0pain", "leg pain", ("leg", "pain"), None),
        ("Leg leg LEG", "Leg leg LEG", ("leg",), None),
        ("x" * 200, "x" * 200, ("x" * 200,), None),
        ("x" * 201, "x" * 200, (), Fault.TOO_LONG),
        ("a b c d e f g h", "a b c d e f g h", tuple("abcdefgh"), None),
        ("a b c d e f g h i", "a b c d e f g h i", (), Fault.TOO_MANY_WORDS),
        ("\u202egel", "gel", ("gel",), None),
    ],
)
def test_question_has_words_or_says_what_is_wrong_with_it(written, text, words, fault):
    question = read_question(written)
    assert (question.text, question.words, question.fault) == (text, words, fault)

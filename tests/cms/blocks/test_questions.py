from __future__ import annotations

from cms.blocks.questions import QuestionsBlock

PAIR = {"question": "Does it hurt?", "answer": "<p>A little.</p>"}


def test_questions_render_with_their_answers() -> None:
    block = QuestionsBlock()
    html = block.render(block.to_python({"heading": "Questions", "questions": [PAIR]}))
    assert html.index("Does it hurt?") < html.index("<p>A little.</p>")


def test_question_without_an_answer_is_refused_at_the_field(refusals) -> None:
    stored = {"heading": "Questions", "questions": [PAIR, {**PAIR, "answer": ""}]}
    assert refusals(QuestionsBlock(), stored) == {"questions.1.answer": ["This field is required."]}


def test_questions_without_any_are_refused_at_the_field(refusals) -> None:
    assert refusals(QuestionsBlock(), {"heading": "Questions", "questions": []}) == {
        "questions": ["The minimum number of items is 1"]
    }

"""Questions and answers."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from cms.blocks import groups
from cms.blocks.shared import SharedBlock
from cms.blocks.writing import LineBlock, ProseBlock, some
from cms.streams.blocks import DurableStructBlock


class QuestionBlock(DurableStructBlock):
    """One question with its answer."""

    question = LineBlock(label=_("Question"))
    answer = ProseBlock(label=_("Answer"))


class QuestionsBlock(SharedBlock):
    """Questions that patients ask, in their words."""

    questions = some(
        QuestionBlock(),
        label=_("Questions"),
        help_text=_(
            "Ask as patients ask. Begin the answer with the answer. A question must not hint at a promise."
        ),
    )

    class Meta:
        template = "blocks/questions.html"
        icon = "help"
        label = _("Questions and answers")
        group = groups.NEXT_STEPS
        description = _("Questions that patients ask, with short answers.")
        preview_value = {
            "heading": "Questions and answers",
            "questions": [
                {
                    "question": "Does it hurt?",
                    "answer": "<p>Most people feel a short prick, then a dull ache or warmth.</p>",
                },
                {"question": "Do I need a referral?", "answer": "<p>No. Call {clinic} on {phone}.</p>"},
            ],
        }

"""Questions that say what a test wants them to say."""

import uuid

from quizzes.models import Bank, Question
from tests.factories.courses import locale


def stored(prompt: str, *options: str) -> list[dict]:
    """A single choice, of which the first option is right; a statement without any."""
    if not options:
        value = {"prompt": prompt, "feedback": "", "answer": "true"}
        return [{"type": "true_false", "id": str(uuid.uuid4()), "value": value}]
    rows = [
        {
            "type": "item",
            "id": str(uuid.uuid4()),
            "value": {"text": text, "correct": not n, "weight": None, "feedback": ""},
        }
        for n, text in enumerate(options)
    ]
    value = {"prompt": prompt, "feedback": "", "options": rows}
    return [{"type": "single_choice", "id": str(uuid.uuid4()), "value": value}]


def ask(
    bank: Bank, key: str, prompt: str, *options: str, language: str = "en", **changes
) -> Question:
    """A published question; a draft when it says nothing."""
    return Question.objects.create(
        live=bool(prompt),
        bank=bank,
        key=key,
        locale=locale(language),
        body=stored(prompt, *options),
        **changes,
    )


def say(question: Question, prompt: str, *options: str, publish: bool = False) -> None:
    """Write it anew, as a draft or published."""
    draft = question.get_latest_revision_as_object() if question.pk else question
    draft.body = Question._meta.get_field("body").to_python(stored(prompt, *options))
    draft.save_revision(clean=False)
    if publish:
        # As it lies there once it has been reviewed and published.
        draft.has_unpublished_changes = False
        draft.save()

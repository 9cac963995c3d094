"""Tags of questions: short words in the row itself.

They are part of a question's revisions, go along with its translations, copies and
files, and are seen by nobody who does not see the question. Wagtail's tags would be one
list for all organisations.
"""

from django.db import models
from django.db.models import Q

from quizzes.tags import tags_in


class TagsField(models.CharField):
    """Tags in one text, however they were typed: "ask-first signs"."""

    def to_python(self, value):
        return " ".join(tags_in(super().to_python(value) or ""))

    def get_prep_value(self, value):
        return self.to_python(super().get_prep_value(value))


def tags_of(question) -> frozenset[str]:
    """The tags of a question and its topic."""
    return frozenset(tags_in(question.tags)) | ({question.topic} - {""})


def with_tag(tag: str) -> Q:
    """Questions that a tag, or a topic of that name, is given to."""
    return (
        Q(topic=tag)
        | Q(tags=tag)
        | Q(tags__startswith=f"{tag} ")
        | Q(tags__endswith=f" {tag}")
        | Q(tags__contains=f" {tag} ")
    )


class QuestionQuerySet(models.QuerySet):
    def tagged(self, tag: str):
        """Those with a tag, which may be their topic."""
        return self.filter(with_tag(tag))

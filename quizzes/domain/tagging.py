"""Tags for many questions at once."""

from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from quizzes.models import Question
from quizzes.tags import tags_in

LONGEST = Question._meta.get_field("tags").max_length


@transaction.atomic
def tag_questions(
    questions: Iterable[Question],
    *,
    add: str = "",
    remove: str = "",
    actor,
) -> int:
    """Add tags to these questions and take others off, in all their languages, in what
    is published and in what is being written; returns how many questions changed.

    Tags are nothing that is translated or reviewed: nobody is asked about them, and the
    draft stays a draft. Raises ValidationError where a question would have too many.
    """
    keys = {question.translation_key for question in questions}
    rows = (
        Question.objects.select_for_update(of=("self",))
        .filter(translation_key__in=keys)
        .select_related("latest_revision")
        .order_by("pk")
    )
    plus, minus = set(tags_in(add)), set(tags_in(remove))
    return len({row.translation_key for row in rows if _tag(row, plus, minus, actor)})


def _tag(row: Question, plus: set[str], minus: set[str], actor) -> bool:
    tags = _changed(row, row.tags, plus, minus)
    is_changed = tags != row.tags
    if is_changed:
        Question.objects.filter(pk=row.pk).update(tags=tags)
    revision = row.latest_revision
    if revision is not None:
        held = revision.content.get("tags") or ""
        tags = _changed(row, held, plus, minus)
        if tags != held:
            is_changed = True
            revision.content["tags"] = tags
            revision.save(update_fields=["content"])
    if is_changed:
        data = {"added": sorted(plus), "removed": sorted(minus)}
        log(row, "quizzes.tag", user=actor, data=data)
    return is_changed


def _changed(row: Question, tags: str, plus: set[str], minus: set[str]) -> str:
    changed = " ".join(sorted((set(tags_in(tags)) | plus) - minus))
    if len(changed) > LONGEST:
        raise ValidationError(
            _("“%(question)s” would have too many tags.") % {"question": row.key}
        )
    return changed

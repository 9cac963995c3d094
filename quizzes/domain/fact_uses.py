"""Which questions rest on a fact: what the courses ask before they replace one."""

from collections.abc import Iterable

from django.urls import reverse
from wagtail.models import Revision
from wagtail.permissions import policy_registry

from courses.domain.facts.uses import that_count
from courses.registries import FactUse
from quizzes.models import Question


def question_uses(fact_ids: Iterable[int], *, user) -> list[FactUse]:
    """Questions that name one of these facts as what they rest on, in every language.

    A use is the question's own fact: of the published row, or in changes that are not
    published. A question whose answer is taught in a lesson with the fact does not
    count, unless it names the fact itself.
    """
    ids = set(fact_ids)
    live = set(Question.objects.filter(fact__in=ids).values_list("pk", "fact_id"))
    waiting = Question.objects.filter(has_unpublished_changes=True)
    drafts = {
        (int(pk), content.get("fact"))
        for pk, content in Revision.objects.filter(
            pk__in=waiting.values("latest_revision")
        ).values_list("object_id", "content")
        if content.get("fact") in ids
    }
    both = live | drafts
    questions = Question.objects.select_related("bank", "locale").in_bulk(
        {pk for pk, _fact in both}
    )
    mine = set(
        policy_registry.get_by_type(Question)
        .instances_user_has_any_permission_for(user, {"change"})
        .filter(pk__in=questions)
        .values_list("pk", flat=True)
    )
    return [
        FactUse(
            kind="question",
            fact_id=fact_id,
            pk=question.pk,
            key=question.translation_key,
            language=question.locale.language_code,
            title=question.key if question.pk in mine else "",
            url=reverse("wagtailsnippets_quizzes_question:edit", args=[question.pk])
            if question.pk in mine
            else "",
            course_id=question.bank.course_id,
            is_live=is_live,
            is_draft=is_draft,
        )
        for question, fact_id, is_live, is_draft in that_count(questions, live, drafts)
    ]

"""Whose facts they are, and how a row and its draft are changed.

A fact has one row per language and is reviewed and replaced in all of them at once.
What a person may not publish stays a draft; what somebody else has as an unpublished
draft is never published along.
"""

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from wagtail.models import Revision
from wagtail.permissions import policy_registry

from courses.models import Fact, LessonPage
from lms.errors import DomainError


def own_facts(user) -> QuerySet[Fact]:
    """The facts a person may change: those of organisations for which they write."""
    return policy_registry.get_by_type(Fact).instances_user_has_any_permission_for(
        user, {"change"}
    )


def in_every_language(fact: Fact) -> list[Fact]:
    """The fact's rows, all of its owner, by language."""
    return list(rows_of(fact))


def rows_of(fact: Fact) -> QuerySet[Fact]:
    return (
        Fact.objects.filter(translation_key=fact.translation_key, owner=fact.owner_id)
        .select_related("locale", "latest_revision")
        .order_by("locale__language_code")
    )


def check_own(fact: Fact, actor) -> None:
    if not own_facts(actor).filter(pk=fact.pk).exists():
        raise DomainError(_("Your role there does not let you do this."), code="role")


def may_publish(fact: Fact, actor) -> bool:
    return policy_registry.get_by_type(Fact).user_has_permission_for_instance(
        actor, "publish", fact
    )


def newest(row: Fact | LessonPage) -> Fact | LessonPage:
    """The object with its unpublished changes; itself where it has none."""
    if row.has_unpublished_changes:
        return row.get_latest_revision_as_object()
    return row


def set_value(row: Fact, name: str, value, *, actor, publish: bool) -> bool:
    """Give a fact's row and its draft a value, as revisions; whether that was needed.

    What is live is published with the new value and nothing else; the draft, if there
    is one, then becomes the newest revision again.
    """
    draft = newest(row) if row.has_unpublished_changes else None
    goes_live = publish and row.live
    needed = False
    if goes_live and getattr(row, name) != value:
        if row.scheduled_revision:
            # Publishing anything now would undo that plan.
            raise DomainError(
                _(
                    "Changes of “%(fact)s” are planned to be published: see to them first."
                )
                % {"fact": row},
                code="scheduled",
            )
        setattr(row, name, value)
        saved(row, actor).publish(user=actor)
        needed = True
    if draft is None and not goes_live:
        draft = row
    if draft is not None and (needed or getattr(draft, name) != value):
        setattr(draft, name, value)
        saved(draft, actor)
        needed = True
    return needed


def saved(instance: Fact | LessonPage, actor) -> Revision:
    try:
        return instance.save_revision(user=actor, log_action=True)
    except ValidationError as problem:
        raise DomainError(
            _("“%(title)s” cannot be saved as it is. Open it and mend it first.")
            % {"title": instance},
            code="invalid",
        ) from problem

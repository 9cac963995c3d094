"""Drafts: what is written and not, or not yet so, published."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.contrib.contenttypes.models import ContentType
from django.db.models import Model, Q, QuerySet
from django.urls import reverse
from wagtail.models import DraftStateMixin, Page, RevisionMixin, WorkflowState
from wagtail.permissions import policy_registry
from wagtail.snippets.models import get_snippet_models

from courses.enums import DraftsOf, DraftState
from organisations.policies import OwnedPermissionPolicy


@dataclass(frozen=True)
class DraftKey:
    """Which thing a draft is of, and when it was last changed."""

    model: type[Model]
    pk: int
    changed_at: datetime


@dataclass(frozen=True)
class DraftRow:
    """A draft as a list shows it. `changed_by` is "" when a program wrote it."""

    title: str
    kind: str
    language: str
    url: str
    state: DraftState
    changed_at: datetime
    changed_by: str


def kinds_of_drafts() -> dict[str, type[Model]]:
    """What may have drafts, by the name that a filter uses for it."""
    models = [Page, *filter(_is_drafted, get_snippet_models())]
    return {model._meta.label_lower: model for model in models}


def drafts_of(
    user, *, whose: str = DraftsOf.EVERYBODY, kind: str = "", language: str = ""
) -> list[DraftKey]:
    """Things a person may change of which something is not published, the last changed
    first. One query for each kind of thing.

    `whose` narrows it to what the person was the last to change; `kind` is a name of
    `kinds_of_drafts`, and "" is all of them, as is an unknown one; "" is every language.
    """
    kinds = kinds_of_drafts()
    wanted = [kinds[kind]] if kind in kinds else kinds.values()
    keys = []
    for model in wanted:
        rows = _drafts(model, user)
        if whose == DraftsOf.MINE:
            rows = rows.filter(latest_revision__user=user)
        if language and _has_language(model):
            rows = rows.filter(locale__language_code=language)
        keys += [
            DraftKey(model, pk, changed_at)
            for pk, changed_at in rows.order_by().values_list(
                "pk", "latest_revision__created_at"
            )
        ]
    return sorted(keys, key=lambda key: key.changed_at, reverse=True)


def draft_rows(keys: Iterable[DraftKey]) -> list[DraftRow]:
    """These drafts, in their order. The number of queries depends on the kinds of things
    among them, not on how many there are."""
    keys = list(keys)
    found = {}
    for model in {key.model for key in keys}:
        pks = [key.pk for key in keys if key.model is model]
        for thing in _with_what_is_shown(model).filter(pk__in=pks):
            found[model, thing.pk] = thing
    under_review = _under_review(found)
    return [
        _row(found[key.model, key.pk], key, (key.model, key.pk) in under_review)
        for key in keys
        if (key.model, key.pk) in found
    ]


def _drafts(model: type[Model], user) -> QuerySet:
    policy = policy_registry.get_by_type(model)
    mine = policy.instances_user_has_any_permission_for(user, {"change"})
    # What was never saved as a revision is no text that somebody left.
    waiting = Q(has_unpublished_changes=True) | Q(live=False)
    rows = model._default_manager.filter(
        waiting, pk__in=mine.values("pk"), latest_revision__isnull=False
    )
    return rows.filter(alias_of=None, depth__gt=1) if model is Page else rows


def _with_what_is_shown(model: type[Model]) -> QuerySet:
    rows = model._default_manager.select_related("latest_revision__user")
    if model is Page:
        rows = rows.select_related("content_type")
    return rows.select_related("locale") if _has_language(model) else rows


def _row(thing, key: DraftKey, is_under_review: bool) -> DraftRow:
    author = thing.latest_revision.user
    return DraftRow(
        title=thing.latest_revision.object_str or str(thing),
        kind=_kind(thing),
        language=thing.locale.language_code if _has_language(key.model) else "",
        url=_edit_url(thing),
        state=_state(thing, is_under_review),
        changed_at=key.changed_at,
        changed_by=author.get_full_name() if author else "",
    )


def _state(thing, is_under_review: bool) -> DraftState:
    if is_under_review:
        return DraftState.UNDER_REVIEW
    return DraftState.CHANGED if thing.live else DraftState.NEVER_PUBLISHED


def _kind(thing) -> str:
    if isinstance(thing, Page):
        return thing.content_type.model_class()._meta.verbose_name
    return thing._meta.verbose_name


def _edit_url(thing) -> str:
    if isinstance(thing, Page):
        return reverse("wagtailadmin_pages:edit", args=[thing.pk])
    return reverse(thing.snippet_viewset.get_url_name("edit"), args=[thing.pk])


def _under_review(found: dict) -> set[tuple[type[Model], int]]:
    """Which of these things are in a workflow now."""
    models = {model for model, _pk in found}
    types = ContentType.objects.get_for_models(*models)
    states = WorkflowState.objects.active().filter(
        base_content_type__in=types.values(),
        object_id__in=[str(pk) for _model, pk in found],
    )
    by_type = {content_type.pk: model for model, content_type in types.items()}
    return {
        (by_type[type_id], int(pk))
        for type_id, pk in states.values_list("base_content_type", "object_id")
    }


def _is_drafted(model: type[Model]) -> bool:
    return (
        issubclass(model, DraftStateMixin)
        and issubclass(model, RevisionMixin)
        and isinstance(policy_registry.get_by_type(model), OwnedPermissionPolicy)
    )


def _has_language(model: type[Model]) -> bool:
    return any(field.name == "locale" for field in model._meta.fields)

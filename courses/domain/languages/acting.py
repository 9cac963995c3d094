"""Reviewing and approving translations, and taking an approval back.

A review is read by somebody who works in the sector and has the language as their own;
an approval follows a review. Nobody does either with words of their own.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _
from wagtail.models import Revision
from wagtail_localize.models import StringTranslation, Translation

from courses.domain.languages.by_sentence import BY_HAND
from courses.domain.languages.standings import Cell
from courses.enums import TranslationState, TranslationStep
from courses.models import Course, TranslationAct
from courses.rules import approving_at, reviewing_at
from lms import audit
from lms.errors import DomainError

# What each act asks of a text.
FROM = {
    TranslationStep.REVIEWED: {TranslationState.TRANSLATED},
    TranslationStep.APPROVED: {TranslationState.REVIEWED},
    TranslationStep.WITHDRAWN: {TranslationState.REVIEWED, TranslationState.APPROVED},
}


@dataclass(frozen=True)
class Refused:
    """A text with which an act cannot be done, and why."""

    cell: Cell
    reason: str


@dataclass(frozen=True)
class Plan:
    """What an act on many texts would do."""

    step: TranslationStep
    done: list[Cell]
    refused: list[Refused]


def plan_act(cells: Iterable[Cell], step: TranslationStep, *, actor) -> Plan:
    """With which of these texts a person may do this; changes nothing. The number of
    queries does not depend on how many there are."""
    cells = list(cells)
    owners = (
        approving_at(actor) if step == TranslationStep.APPROVED else reviewing_at(actor)
    )
    authors = translators_of(cells)
    plan = Plan(step, [], [])
    for cell in cells:
        reason = _reason(cell, step, actor, owners, authors)
        if reason:
            plan.refused.append(Refused(cell, reason))
        else:
            plan.done.append(cell)
    return plan


@transaction.atomic
def act_on(
    course: Course,
    cells: Iterable[Cell],
    step: TranslationStep,
    *,
    actor,
    now: datetime,
    is_native: bool = False,
) -> Plan:
    """Review or approve these texts, or take it back, as they are published now.

    `is_native` is the reviewer's word that the language is their own. Raises
    DomainError `not_native` for a review without it. What cannot be done is left out,
    and is in the plan that is returned.
    """
    if step == TranslationStep.REVIEWED and not is_native:
        raise DomainError(
            _("A review is by somebody who has the language as their own."),
            code="not_native",
        )
    plan = plan_act(cells, step, actor=actor)
    sector = actor.sector_id if step == TranslationStep.REVIEWED else None
    TranslationAct.objects.bulk_create(
        TranslationAct(
            key=cell.thing.key,
            language=cell.language,
            step=step,
            source_hash=cell.published.source,
            content_hash=cell.published.content,
            by=actor,
            sector_id=sector,
            at=now,
        )
        for cell in plan.done
    )
    if plan.done:
        audit.record(
            f"courses.translations_{step}",
            actor=actor,
            subject=course,
            now=now,
            data={
                "languages": sorted({cell.language for cell in plan.done}),
                "texts": len(plan.done),
            },
            organisation=course.owner_id,
        )
    return plan


def _reason(cell: Cell, step, actor, owners, authors) -> str:
    if owners is not None and cell.thing.owner_id not in owners:
        return _("Your role at the body it belongs to does not let you do this.")
    if cell.state not in FROM[step]:
        return _not_now(cell.state, step)
    is_own = actor.pk in authors[cell.thing.key, cell.language]
    if is_own and step != TranslationStep.WITHDRAWN:
        return _("You translated it yourself: somebody else has to read it.")
    return ""


def _not_now(state: TranslationState, step: TranslationStep) -> str:
    """Why a text in a state from which a step is not taken has to wait for it, or does
    not need it any more."""
    if state == TranslationState.APPROVED:
        return _("It is approved already.")
    if state == TranslationState.REVIEWED:
        return _("It is reviewed already.")
    return {
        TranslationStep.REVIEWED: _(
            "Only a published translation that is up to date can be reviewed."
        ),
        TranslationStep.APPROVED: _("Somebody has to review it first."),
        TranslationStep.WITHDRAWN: _("It is neither reviewed nor approved."),
    }[step]


def translators_of(cells: Iterable[Cell]) -> dict[tuple[UUID, str], set[int]]:
    """Whose words they are, by key and language: of what is translated sentence by
    sentence, those who did; of a text written by hand, all who worked on it, also after
    it was brought into that mode, as long as a sentence of it is left."""
    keys = {cell.thing.key for cell in cells}
    found = defaultdict(set)
    managed = set(
        Translation.objects.filter(
            source__object_id__in=keys, enabled=True
        ).values_list("source__object_id", "target_locale__language_code")
    )
    for key, language, user in (
        StringTranslation.objects.filter(
            context__object_id__in=keys, last_translated_by__isnull=False
        )
        .values_list(
            "context__object_id", "locale__language_code", "last_translated_by"
        )
        .distinct()
    ):
        found[key, language].add(user)
    brought = _brought(keys)
    by_hand = {
        (type(row), str(row.pk)): place
        for cell in cells
        if (
            (place := (cell.thing.key, cell.language)) not in managed
            or place in brought
        )
        and (row := cell.thing.rows.get(cell.language)) is not None
    }
    types = ContentType.objects.get_for_models(*{model for model, _pk in by_hand})
    models = {content_type.pk: model for model, content_type in types.items()}
    for content_type, pk, user, at in (
        Revision.objects.filter(
            content_type__in=models,
            object_id__in={pk for _model, pk in by_hand},
            user__isnull=False,
        )
        .values_list("content_type", "object_id", "user", "created_at")
        .distinct()
    ):
        place = by_hand.get((models[content_type], pk))
        if place is None:
            continue
        if place not in managed or at <= brought[place]:
            found[place].add(user)
    return found


def _brought(keys: set[UUID]) -> dict[tuple[UUID, str], datetime]:
    """{key and language: when it was brought over} of texts that were written by hand,
    and of which a sentence is still as it was."""
    rows = StringTranslation.objects.filter(
        context__object_id__in=keys, tool_name=BY_HAND
    )
    return {
        (key, language): at
        for key, language, at in rows.values_list(
            "context__object_id", "locale__language_code"
        ).annotate(at=Max("updated_at"))
    }

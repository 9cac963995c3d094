"""Putting one fact in the place of another, in lessons too."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from wagtail.models import Page

from courses.domain.facts.saving import (
    check_own,
    in_every_language,
    may_publish,
    newest,
    own_facts,
    saved,
    set_value,
)
from courses.domain.facts.uses import facts_shown, unnamed_count, uses_of
from courses.enums import ReplacementStep
from courses.models import Fact, LessonPage
from courses.registries import FactUse
from courses.signals import fact_replaced
from lms.audit import record
from lms.errors import DomainError


def candidates(old: Fact, *, user) -> QuerySet[Fact]:
    """The facts that a person may put in the place of one, in its language."""
    return (
        own_facts(user)
        .filter(owner=old.owner_id, locale=old.locale_id, live=True, superseded_by=None)
        .exclude(translation_key=old.translation_key)
        .order_by("key")
    )


def successor_of(fact: Fact) -> Fact | None:
    """What supersedes a fact, or would by a draft of it; None: nothing does."""
    ids = (fact.superseded_by_id, _drafted_successor(fact))
    return Fact.objects.filter(pk=next(filter(None, ids), None)).first()


@dataclass(frozen=True)
class LessonChange:
    """A lesson in one language, and what replacing the fact does with it."""

    use: FactUse
    step: ReplacementStep

    @property
    def is_changed(self) -> bool:
        return self.step in (
            ReplacementStep.PUBLISH,
            ReplacementStep.DRAFT,
            ReplacementStep.BESIDE,
        )


@dataclass(frozen=True)
class Replacement:
    """What putting one fact in the place of another comes to.

    `pairs` are (old row, new row) by language; `missing` are languages of the old fact
    in which the new one is not published. `others` are uses that are only looked at:
    questions, whose right answer may change with the fact. `unnamed` counts the uses
    that belong to others. `is_published` says whether the old fact is marked as
    superseded, or only in a draft.
    """

    pairs: list[tuple[Fact, Fact]]
    missing: list[str]
    lessons: list[LessonChange]
    others: list[FactUse]
    unnamed: int
    is_published: bool

    def count(self, *steps: ReplacementStep) -> int:
        return sum(change.step in steps for change in self.lessons)


def plan_replacement(old: Fact, new: Fact, *, actor) -> Replacement:
    """What `replace_fact` would do now; writes nothing.

    Raises DomainError when the facts are one and the same, belong to different owners
    or not to the person, when one of them is not published or has been replaced, when
    the old one would come to stand in the place of itself, when they have no language
    in common, and when all of it is done already.
    """
    pairs, missing = _check(old, new, actor)
    olds = in_every_language(old)
    uses = uses_of(olds, user=actor)
    lessons = {use.pk: use for use in uses if use.kind == "lesson" and use.is_named}
    new_of = {old_row.pk: new_row for old_row, new_row in pairs}
    pages = (
        # An alias follows the page it shows. By way of Page: of a subclass, Wagtail
        # finds the plans and approvals only after specific().
        Page.objects.filter(pk__in=lessons, alias_of=None)
        .specific()
        .annotate_approved_schedule()
        .prefetch_workflow_states()
        .prefetch_related("latest_revision")
    )
    steps = {
        page.pk: _step(page, {row.pk for row in olds}, new_of, actor) for page in pages
    }
    plan = Replacement(
        pairs=pairs,
        missing=missing,
        lessons=[
            LessonChange(use, steps[pk]) for pk, use in lessons.items() if pk in steps
        ],
        others=[use for use in uses if use.kind != "lesson" and use.is_named],
        unnamed=unnamed_count(uses),
        is_published=may_publish(old, actor),
    )
    if not _is_something_left(plan):
        raise DomainError(
            _(
                "This fact has been replaced by that one already; nothing is left to do."
            ),
            code="done",
        )
    return plan


def replace_fact(old: Fact, new: Fact, *, actor, now: datetime) -> Replacement:
    """Put a fact in the place of another: mark the old one as superseded, and show the
    new one in the lessons that show the old.

    A lesson is published with it only where nothing else of it waits and the person may
    publish it; otherwise the new fact stands in its draft. Editions stay as they are.
    Everything is done, or nothing. Raises DomainError like `plan_replacement`, and when
    a lesson or fact cannot be saved as it stands.
    """
    plan_replacement(old, new, actor=actor)
    with transaction.atomic():
        keys = (old.translation_key, new.translation_key)
        locked = Fact.objects.filter(translation_key__in=keys).order_by("pk")
        list(locked.select_for_update(of=("self",)))
        uses = uses_of(in_every_language(old), user=actor)
        lessons = {use.pk for use in uses if use.kind == "lesson"}
        list(Page.objects.filter(pk__in=lessons).order_by("pk").select_for_update())
        # Again: somebody else may have come first.
        plan = plan_replacement(old, new, actor=actor)
        for old_row, new_row in plan.pairs:
            set_value(
                old_row,
                "superseded_by",
                new_row,
                actor=actor,
                publish=plan.is_published,
            )
        new_of = {old_row.pk: new_row for old_row, new_row in plan.pairs}
        for change in plan.lessons:
            if change.is_changed:
                _exchange(change, new_of, actor)
        record(
            "courses.fact_replaced",
            actor=actor,
            subject=old,
            now=now,
            organisation=old.owner_id,
            data={
                "new": new.pk,
                "published": plan.is_published,
                "lessons": {c.use.pk: c.step.value for c in plan.lessons},
            },
        )
        old_key, new_key = map(str, keys)
        transaction.on_commit(
            lambda: fact_replaced.send(Fact, old_key=old_key, new_key=new_key)
        )
    return plan


def _check(old: Fact, new: Fact, actor) -> tuple[list[tuple[Fact, Fact]], list[str]]:
    if old.translation_key == new.translation_key:
        raise DomainError(_("A fact cannot replace itself."), code="self")
    if old.owner_id != new.owner_id:
        raise DomainError(
            _("Only a fact of the same owner can replace this one."), code="owner"
        )
    check_own(old, actor)
    olds, news = in_every_language(old), in_every_language(new)
    if _leads_to(news, old.translation_key):
        raise DomainError(
            _("The new fact has itself been replaced by this one."), code="cycle"
        )
    if _successors(news):
        raise DomainError(
            _("The new fact has been replaced itself: choose the one that came after."),
            code="outdated",
        )
    live = {row.locale_id: row for row in news if row.live}
    if not live or not any(row.live for row in olds):
        raise DomainError(_("Both facts must be published."), code="not_live")
    for row in olds:
        # By this one is no obstacle: what was locked then may be done now.
        if _successors([row]) - {getattr(live.get(row.locale_id), "pk", None)}:
            raise DomainError(
                _("This fact has been replaced by another, or a draft of it says so."),
                code="replaced",
            )
    pairs = [(row, live[row.locale_id]) for row in olds if row.locale_id in live]
    if not pairs:
        raise DomainError(
            _("The new fact is not published in any language of this one."),
            code="language",
        )
    missing = [row.locale.language_code for row in olds if row.locale_id not in live]
    return pairs, missing


def _is_something_left(plan: Replacement) -> bool:
    if any(change.is_changed for change in plan.lessons):
        return True
    return any(
        new.pk
        != (
            old.superseded_by_id
            if plan.is_published and old.live
            else _drafted_successor(old)
        )
        for old, new in plan.pairs
    )


def _drafted_successor(row: Fact) -> int | None:
    # From the stored words: Wagtail cannot open a draft that names what was deleted.
    if row.has_unpublished_changes and row.latest_revision is not None:
        return row.latest_revision.content.get("superseded_by")
    return row.superseded_by_id


def _successors(rows: Iterable[Fact]) -> set[int]:
    """Ids of the facts that supersede these rows, or would by a draft of them."""
    found = set()
    for row in rows:
        found |= {row.superseded_by_id, _drafted_successor(row)} - {None}
    if not found:
        return found
    # A draft may name a fact that was deleted since.
    return set(Fact.objects.filter(pk__in=found).values_list("pk", flat=True))


def _leads_to(rows: list[Fact], key) -> bool:
    """Whether following what supersedes these rows comes to the fact `key`."""
    seen: set[int] = set()
    while ids := _successors(rows) - seen:
        seen |= ids
        rows = list(Fact.objects.filter(pk__in=ids))
        if any(row.translation_key == key for row in rows):
            return True
    return False


def _step(
    page: LessonPage, olds: set[int], new_of: dict[int, Fact], actor
) -> ReplacementStep:
    permissions = page.permissions_for_user(actor)
    if permissions.page_locked():
        return ReplacementStep.LOCKED
    shown = facts_shown(page) & olds
    if not shown:
        return ReplacementStep.GONE
    if not shown & new_of.keys():
        return ReplacementStep.NO_COUNTERPART
    if page.has_unpublished_changes or not page.live:
        return ReplacementStep.BESIDE
    if not permissions.can_publish():
        return ReplacementStep.DRAFT
    return ReplacementStep.PUBLISH


def _exchange(change: LessonChange, new_of: dict[int, Fact], actor) -> None:
    page = newest(LessonPage.objects.get(pk=change.use.pk))
    for index, block in enumerate(list(page.body.raw_data)):
        if block["type"] == "fact" and block["value"] in new_of:
            # With its id: it is the place that learners' bookmarks name.
            page.body[index] = ("fact", new_of[block["value"]], block["id"])
    revision = saved(page, actor)
    if change.step == ReplacementStep.PUBLISH:
        revision.publish(user=actor)

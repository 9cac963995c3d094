"""Keeping facts true: the queue of those to look at again, reviewing, replacing.

A fact has one row per language and is reviewed and replaced in all of them at once.
What a person may not publish stays a draft; what somebody else has as an unpublished
draft is never published along.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Min, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import Page, Revision
from wagtail.permissions import policy_registry

from courses.domain.fact_uses import facts_shown, uses_of
from courses.enums import ReplacementStep, ReviewState
from courses.models import Course, Enrolment, Fact, LessonPage
from courses.registries import FactUse
from courses.rules import releasable_by
from courses.signals import fact_replaced
from lms.audit import record
from lms.errors import DomainError

# A fact is in the queue from this long before its review date.
DUE_WITHIN = timedelta(days=60)
# What a review is good for, unless the reviewer says otherwise.
REVIEW_PERIOD = timedelta(days=365)
# Nobody can say now what will be true later than this.
LONGEST_REVIEW = timedelta(days=3 * 365)


# --- Reading ----------------------------------------------------------------------


@dataclass(frozen=True)
class ReviewRow:
    """A fact in the queue. `lessons` and `questions` count a thing once for all its
    languages, also what belongs to others."""

    fact: Fact
    state: ReviewState
    languages: list[str]
    lessons: int
    questions: int
    may_publish: bool
    has_draft: bool  # Changes of the fact wait for somebody to publish them.


def own_facts(user) -> QuerySet[Fact]:
    """The facts a person may change: those of organisations for which they write."""
    return policy_registry.get_by_type(Fact).instances_user_has_any_permission_for(
        user, {"change"}
    )


def facts_to_review(user, *, today: date, state: str = "") -> QuerySet[Fact]:
    """A person's published facts that are stale or due soon, one row for all languages
    of a fact, the most urgent first.

    `state` narrows it to one ReviewState; "" is everything that is to be reviewed,
    which leaves out what has been replaced.
    """
    soon = today + DUE_WITHIN
    narrowed = {
        ReviewState.STALE: Q(review_by__lt=today, superseded_by=None),
        ReviewState.DUE_SOON: Q(review_by__range=(today, soon), superseded_by=None),
        ReviewState.REPLACED: Q(superseded_by__isnull=False),
    }.get(state, Q(review_by__lte=soon, superseded_by=None))
    rows = own_facts(user).filter(narrowed, live=True)
    firsts = rows.order_by().values("translation_key").annotate(first=Min("pk"))
    return (
        Fact.objects.filter(pk__in=firsts.values("first"))
        .select_related("owner", "locale")
        .order_by("review_by", "key", "pk")
    )


def review_rows(facts: Iterable[Fact], *, user, today: date) -> list[ReviewRow]:
    """The same facts with how they stand and what uses them. The number of queries does
    not depend on how many there are."""
    facts = list(facts)
    siblings: dict = {}
    for row in Fact.objects.filter(
        translation_key__in=[fact.translation_key for fact in facts]
    ).select_related("locale"):
        siblings.setdefault(row.translation_key, []).append(row)
    key_of = {row.pk: key for key, rows in siblings.items() for row in rows}
    used: dict = {}
    for use in uses_of((r for rows in siblings.values() for r in rows), user=user):
        used.setdefault((key_of[use.fact_id], use.kind), set()).add(use.key)
    publishable = set(
        policy_registry.get_by_type(Fact)
        .instances_user_has_any_permission_for(user, {"publish"})
        .filter(pk__in=[fact.pk for fact in facts])
        .values_list("pk", flat=True)
    )
    return [
        ReviewRow(
            fact=fact,
            state=state_of(fact, today=today),
            languages=sorted(
                row.locale.language_code for row in siblings[fact.translation_key]
            ),
            lessons=len(used.get((fact.translation_key, "lesson"), ())),
            questions=len(used.get((fact.translation_key, "question"), ())),
            may_publish=fact.pk in publishable,
            has_draft=any(
                row.has_unpublished_changes for row in siblings[fact.translation_key]
            ),
        )
        for fact in facts
    ]


def state_of(fact: Fact, *, today: date) -> ReviewState | None:
    """How a fact stands on a day; None while nothing has to be done about it."""
    if fact.superseded_by_id is not None:
        return ReviewState.REPLACED
    if fact.review_by < today:
        return ReviewState.STALE
    return ReviewState.DUE_SOON if fact.review_by <= today + DUE_WITHIN else None


def in_every_language(fact: Fact) -> list[Fact]:
    """The fact's rows, all of its owner, by language."""
    return list(_rows_of(fact))


def successor_of(fact: Fact) -> Fact | None:
    """What supersedes a fact, or would by a draft of it; None: nothing does."""
    ids = (fact.superseded_by_id, _drafted_successor(fact))
    return Fact.objects.filter(pk=next(filter(None, ids), None)).first()


def candidates(old: Fact, *, user) -> QuerySet[Fact]:
    """The facts that a person may put in the place of one, in its language."""
    return (
        own_facts(user)
        .filter(owner=old.owner_id, locale=old.locale_id, live=True, superseded_by=None)
        .exclude(translation_key=old.translation_key)
        .order_by("key")
    )


@dataclass(frozen=True)
class AffectedCourse:
    """A course with lessons or questions that use a fact. `editions` are the numbers
    of the editions that its learners follow."""

    course: Course
    uses: list[FactUse]
    editions: list[int]
    may_release: bool


def affected_courses(uses: Iterable[FactUse], *, user) -> list[AffectedCourse]:
    """What uses a fact, by course, as far as the person may know of it."""
    by_course: dict[int, list[FactUse]] = {}
    for use in uses:
        if use.is_named and use.course_id is not None:
            by_course.setdefault(use.course_id, []).append(use)
    courses = (
        Course.objects.filter(pk__in=by_course)
        .select_related("current_edition")
        .annotate(may_release=releasable_by(user))
        .order_by("code")
    )
    followed: dict[int, list[int]] = {}
    for course_id, number in (
        Enrolment.objects.filter(course__in=by_course)
        .order_by("edition__number")
        .values_list("course_id", "edition__number")
        .distinct()
    ):
        followed.setdefault(course_id, []).append(number)
    return [
        AffectedCourse(
            course=course,
            uses=by_course[course.pk],
            editions=followed.get(course.pk, []),
            may_release=course.may_release,
        )
        for course in courses
    ]


# --- Reviewing --------------------------------------------------------------------


@transaction.atomic
def confirm_fact(fact: Fact, *, until: date, actor, now: datetime) -> bool:
    """A person looked at a fact again: it is still true, until a day on which somebody
    has to look once more. Return whether that is published.

    Where the person may not publish facts it is saved as a draft. Changes of the fact
    that wait for publication stay waiting, with the new day. Doing it again with the
    same day changes nothing. Raises DomainError when the day is not after today and
    within LONGEST_REVIEW, when the fact is not the person's, is not published or was
    replaced, and when its waiting changes are planned to be published on a day.
    """
    today = timezone.localdate(now)
    if not today < until <= today + LONGEST_REVIEW:
        raise DomainError(
            _("Choose a day after today and within three years."), code="day"
        )
    rows = list(_rows_of(fact).select_for_update(of=("self",)))
    _check_own(fact, actor)
    if not any(row.live for row in rows):
        raise DomainError(_("This fact is not published."), code="not_live")
    if any(row.superseded_by_id is not None for row in rows):
        raise DomainError(
            _("This fact has been replaced: replace it in its other languages too."),
            code="replaced",
        )
    may_publish = _may_publish(fact, actor)
    changed = [
        row
        for row in rows
        if _set(row, "review_by", until, actor=actor, publish=may_publish)
    ]
    if changed:
        record(
            "courses.fact_confirmed",
            actor=actor,
            subject=fact,
            now=now,
            organisation=fact.owner_id,
            data={"until": until.isoformat(), "published": may_publish},
        )
    return may_publish


# --- Replacing --------------------------------------------------------------------


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
        unnamed=len({(u.kind, u.pk) for u in uses if not u.is_named}),
        is_published=_may_publish(old, actor),
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
            _set(
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
    _check_own(old, actor)
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
    page = _newest(LessonPage.objects.get(pk=change.use.pk))
    for index, block in enumerate(list(page.body.raw_data)):
        if block["type"] == "fact" and block["value"] in new_of:
            # With its id: it is the place that learners' bookmarks name.
            page.body[index] = ("fact", new_of[block["value"]], block["id"])
    revision = _saved(page, actor)
    if change.step == ReplacementStep.PUBLISH:
        revision.publish(user=actor)


# --- Writing ----------------------------------------------------------------------


def _rows_of(fact: Fact) -> QuerySet[Fact]:
    return (
        Fact.objects.filter(translation_key=fact.translation_key, owner=fact.owner_id)
        .select_related("locale", "latest_revision")
        .order_by("locale__language_code")
    )


def _check_own(fact: Fact, actor) -> None:
    if not own_facts(actor).filter(pk=fact.pk).exists():
        raise DomainError(_("Your role there does not let you do this."), code="role")


def _may_publish(fact: Fact, actor) -> bool:
    return policy_registry.get_by_type(Fact).user_has_permission_for_instance(
        actor, "publish", fact
    )


def _newest(row: Fact | LessonPage) -> Fact | LessonPage:
    """The object with its unpublished changes; itself where it has none."""
    if row.has_unpublished_changes:
        return row.get_latest_revision_as_object()
    return row


def _set(row: Fact, name: str, value, *, actor, publish: bool) -> bool:
    """Give a fact's row and its draft a value, as revisions; whether that was needed.

    What is live is published with the new value and nothing else; the draft, if there
    is one, then becomes the newest revision again.
    """
    draft = _newest(row) if row.has_unpublished_changes else None
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
        _saved(row, actor).publish(user=actor)
        needed = True
    if draft is None and not goes_live:
        draft = row
    if draft is not None and (needed or getattr(draft, name) != value):
        setattr(draft, name, value)
        _saved(draft, actor)
        needed = True
    return needed


def _saved(instance: Fact | LessonPage, actor) -> Revision:
    try:
        return instance.save_revision(user=actor, log_action=True)
    except ValidationError as problem:
        raise DomainError(
            _("“%(title)s” cannot be saved as it is. Open it and mend it first.")
            % {"title": instance},
            code="invalid",
        ) from problem

"""The tiles of the desk: how much of each kind of work waits for a person."""

from datetime import datetime

from django.core.cache import cache
from django.db.models import Count, Max, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.models import ModelLogEntry, PageLogEntry, Revision, TaskState

from courses import registries
from courses.domain.desk.drafts import drafts_of
from courses.domain.facts.queue import facts_to_review, symbols_to_review
from courses.domain.feedback.reading import texts_of
from courses.domain.languages.board import translations_to_do
from courses.enums import DraftsOf
from courses.models import TranslationAct
from courses.registries import DeskTile

# How long a count is kept that takes long to make.
SECONDS = 60


def tiles_for(user, *, now: datetime) -> list[DeskTile]:
    """All tiles, those of higher apps last. A tile says so when nothing waits."""
    tiles = [
        _drafts(user),
        _reviews(user),
        _facts(user, now),
        _translations(user, now),
        _feedback(user),
    ]
    return tiles + [tile for make in registries.desk_tiles if (tile := make(user, now))]


def _drafts(user) -> DeskTile:
    mine = len(drafts_of(user, whose=DraftsOf.MINE))
    everybody = len(drafts_of(user))
    return DeskTile(
        label=_("My drafts"),
        count=mine,
        note=_("%(count)s of everybody in your organisation") % {"count": everybody},
        url=reverse("desk_drafts"),
    )


def _reviews(user) -> DeskTile:
    return DeskTile(
        label=_("Waiting for your review"),
        count=TaskState.objects.reviewable_by(user).count(),
        note=_("Somebody asked that you look at it."),
        url=f"{reverse('wagtailadmin_home')}#workflow-objects-to-moderate",
    )


def _translations(user, now: datetime) -> DeskTile:
    count, languages = _translations_waiting(user, now)
    return DeskTile(
        label=_("Translations to do"),
        count=count,
        note=ngettext(
            "in %(count)s course and language",
            "in %(count)s courses and languages",
            languages,
        )
        % {"count": languages},
        url=reverse("translations_to_do"),
    )


def _translations_waiting(user, now: datetime) -> tuple[int, int]:
    """How many texts, in how many languages of courses.

    It takes reading every text of every course, on a page that one opens all day. So it
    is kept, for a minute at most, and for as long as nobody saved, published or
    approved anything.
    """
    newest = [
        model.objects.aggregate(newest=Max(field))["newest"]
        for model, field in (
            (TranslationAct, "pk"),
            (Revision, "created_at"),
            (PageLogEntry, "pk"),
            (ModelLogEntry, "pk"),
        )
    ]
    minute = int(now.timestamp()) // SECONDS
    state = "-".join(str(one) for one in (minute, *newest)).replace(" ", "T")
    key = f"desk:translations:{user.pk}:{state}"
    found = cache.get(key)
    if found is None:
        waiting = translations_to_do(user)
        found = (sum(one.total for one in waiting), len(waiting))
        cache.set(key, found, SECONDS)
    return found


def _feedback(user) -> DeskTile:
    texts = texts_of(user)
    return DeskTile(
        label=_("What learners say of lessons"),
        count=texts.filter(handled_at=None).count(),
        note=_("Texts that nobody has handled yet."),
        url=reverse("feedback_overview"),
    )


def _facts(user, now: datetime) -> DeskTile:
    today = timezone.localdate(now)
    counts = facts_to_review(user, today=today).aggregate(
        all=Count("pk"), stale=Count("pk", filter=Q(review_by__lt=today))
    )
    signs = symbols_to_review(user, today=today).aggregate(
        all=Count("pk"), stale=Count("pk", filter=Q(review_by__lt=today))
    )
    late = counts["stale"] + signs["stale"]
    return DeskTile(
        label=_("Facts and signs to review"),
        count=counts["all"] + signs["all"],
        note=ngettext(
            "%(count)s is past its review date",
            "%(count)s are past their review date",
            late,
        )
        % {"count": late},
        url=reverse("fact_review"),
    )

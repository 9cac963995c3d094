"""Polls: one answer per person, and figures in which nobody can be found.

The cohort of a poll is everybody who answered it, in whichever edition or cycle of the
course: a person counts once, however often they take it. Figures are shown only to who
has answered, and are renewed in steps: when COHORT people have answered or changed
their answer since the last time. So two figures one after the other differ by at least
COHORT people, and nobody learns from one more answer what it was.
"""

from collections import Counter
from collections.abc import Iterable

from django.db import transaction
from django.db.models import F

from courses.models import (
    Activity,
    ActivityProgress,
    EditionContent,
    PollAnswer,
    PollResult,
)
from courses.models.polls import COHORT
from lms.pseudonyms import names_of


def voters(user_id: int, activity_key: str, part: str) -> list[str]:
    """What a person is called in one poll."""
    return names_of(user_id, purpose=f"courses.poll:{activity_key}:{part}")


@transaction.atomic
def answer(part: str, option: str, *, activity_key: str, user_id: int) -> None:
    """Keep a person's answer in place of the one they gave before, and renew the
    figures when enough people have answered since."""
    # All answers of a lesson come one after the other, so that no step is lost.
    Activity.objects.select_for_update(of=("self",)).get(pk=activity_key)
    names = voters(user_id, activity_key, part)
    mine = _answers(activity_key, part).filter(voter__in=names)
    if not mine.update(option=option, voter=names[0]):
        PollAnswer.objects.create(
            activity_id=activity_key, part=part, voter=names[0], option=option
        )
    _renew(activity_key, part)


def _renew(activity_key: str, part: str) -> None:
    """Show the figures of now, if enough people stand behind what changes in them."""
    everybody = _answers(activity_key, part)
    if everybody.exclude(option=F("published")).count() < COHORT:
        return
    counts = Counter(everybody.values_list("option", flat=True))
    PollResult.objects.update_or_create(
        activity_id=activity_key,
        part=part,
        defaults={"counts": dict(counts), "total": counts.total()},
    )
    everybody.update(published=F("option"))


def _answers(activity_key: str, part: str):
    return PollAnswer.objects.filter(activity_id=activity_key, part=part)


def own_answers(
    parts: Iterable[str], *, activity_key: str, user_id: int
) -> dict[str, str]:
    """{part: the option a person chose} of a lesson's polls; one query."""
    names = [name for part in parts for name in voters(user_id, activity_key, part)]
    return dict(
        PollAnswer.objects.filter(
            activity_id=activity_key, voter__in=names
        ).values_list("part", "option")
    )


def results(parts: Iterable[str], *, activity_key: str) -> dict[str, PollResult]:
    """{part: the figures that may be shown} of a lesson's polls; one query. A poll that
    too few have answered is left out."""
    found = PollResult.objects.filter(activity_id=activity_key, part__in=list(parts))
    return {result.part: result for result in found}


def export(user) -> list[dict]:
    """A person's own answers, for their copy of what we hold about them. The rows do not
    say whose they are; the server finds them by the name that follows from the person
    and the poll, and does so for nobody else."""
    taken = PollAnswer.objects.filter(
        activity__in=ActivityProgress.objects.filter(enrolment__user=user).values(
            "activity"
        )
    )
    polls = taken.order_by().values_list("activity", "part").distinct()
    names = [name for key, part in polls for name in voters(user.pk, str(key), part)]
    mine = list(taken.filter(voter__in=names).order_by("activity", "part"))
    words = _words({row.activity_id for row in mine})
    return [
        {
            "activity": str(row.activity_id),
            "question": words.get(row.part, ""),
            "answer": words.get(row.option, row.option),
        }
        for row in mine
    ]


def _words(activity_ids: Iterable) -> dict[str, str]:
    """{id of a poll or an option: its words} as lessons have them, the newest edition's
    in the first of its languages."""
    words: dict[str, str] = {}
    contents = EditionContent.objects.filter(activity__in=activity_ids).order_by(
        "-edition__number", "language"
    )
    for content in contents.select_related("blob"):
        for segment in content.blob.data.get("segments", ()):
            if segment["type"] == "poll" and "live" in segment:
                words.setdefault(segment["id"], segment["live"]["question"])
                for option in segment["live"]["options"]:
                    words.setdefault(option["id"], option["text"])
    return words

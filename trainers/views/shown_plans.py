"""Plans and follow-ups as pages and files show them."""

from collections.abc import Iterable, Iterator
from itertools import chain

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from trainers.domain.facts import Facts
from trainers.domain.implementation.doing import done_for
from trainers.domain.implementation.following import (
    follow_ups_of,
    followed_for,
    next_of,
)
from trainers.domain.implementation.planning import may_plan, plans_of, waits
from trainers.domain.implementation.reading import Trained
from trainers.enums import State
from trainers.models import FollowUp, ImplementationPlan
from trainers.plan_enums import Beside, Help, Hindrance, Need, Progress, Setting


def plan_section(facts: Facts, *, is_open: bool) -> dict | None:
    """What the page of an accreditation shows of the plan; None where there is nothing
    yet. Whoever may not read the evidence, such as the employer, gets days alone: that
    there is a plan, and when a follow-up was answered (ETHICS P5)."""
    accreditation, day = facts.accreditation, facts.day
    versions = plans_of(accreditation)
    followed = followed_for([accreditation], day)[accreditation.pk]
    follow_ups = follow_ups_of(followed, day)
    if not (versions or follow_ups or may_plan(accreditation)):
        return None
    answered = [one for one in follow_ups if one.answer]
    shown = {"is_open": is_open, "newest": versions[0] if versions else None}
    if not is_open:
        return {**shown, "answered": answered}
    return {
        **shown,
        "next": next_of(follow_ups, day) if followed.is_asked else None,
        "may_write": may_plan(accreditation)
        and not (accreditation.state == State.APPLIED and waits(facts)),
        "done": done_for([accreditation], day)[accreditation.pk],
        "is_trained": followed.trained_on is not None,
        "versions": [shown_plan(one) for one in versions],
        "answers": [{"due": one, **shown_answer(one.answer)} for one in answered],
    }


def shown_plan(plan: ImplementationPlan) -> dict:
    """A version, its words as people read them."""
    return {
        "one": plan,
        "settings": said_in(Setting, plan.settings),
        "beside": Beside(plan.beside).label,
        "needs": said_in(Need, plan.needs),
    }


def shown_answer(answer: FollowUp) -> dict:
    """What was said, its words as people read them."""
    return {
        "one": answer,
        "progress": Progress(answer.progress).label,
        "hindrances": said_in(Hindrance, answer.hindrances),
        "help_wanted": said_in(Help, answer.help_wanted),
        "asks_help": any(one != Help.NOTHING for one in answer.help_wanted),
    }


def said_in(words, given: Iterable[str]) -> list[str]:
    """The labels of words of a list."""
    return [str(words(one).label) for one in given]


def file_rows(rows: Iterable[Trained]) -> Iterator[list]:
    """The lines of a file of people who were trained, the first with what stands in each
    column: no hindrance and no note, since a file goes further than a page."""
    languages = dict(settings.LANGUAGES)
    head = [
        _("Name"),
        _("Employer"),
        _("Trains in"),
        _("Today"),
        _("Trained on"),
        _("First planned by"),
        _("First led on"),
        _("Planned in the first twelve months"),
        _("Sessions led"),
        _("Groups led"),
        _("Co-facilitated"),
        _("Said last"),
        _("Said on"),
        _("Help asked"),
        _("Next follow-up"),
    ]
    return chain([head], (_line(one, languages) for one in rows))


def _line(one: Trained, languages: dict) -> list:
    accreditation, plan, last = one.accreditation, one.plan, one.last
    return [
        one.name,
        accreditation.employer.name,
        languages.get(accreditation.language, accreditation.language),
        State(accreditation.state).label,
        one.trained_on,
        plan and plan.first_on,
        one.done.first_on,
        plan and plan.groups_planned,
        one.done.sessions,
        one.done.groups,
        one.done.beside,
        last and Progress(last.progress).label,
        last and timezone.localdate(last.answered_at),
        "; ".join(str(word.label) for word in one.help_wanted),
        one.next and one.next.due_on,
    ]

"""The languages in which a course has to be there before a body may ask it of its people
(ETHICS L1 to L5), and the exceptions to them."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from courses.domain.manifest import outline_of
from courses.models import Course, LanguageException
from courses.rules import can_release_edition
from lms import audit
from lms.errors import DomainError
from organisations.enums import LanguageRegime, Level
from organisations.models import Organisation

# By law on an equal footing there: one without the other is not enough (L2 and L3).
ALL_LANGUAGES = (LanguageRegime.BRUSSELS, LanguageRegime.FEDERAL)
FEDERAL = LanguageRegime.FEDERAL.languages
LONGEST_EXCEPTION = timedelta(days=366)


def default_language(organisation: Organisation) -> str:
    """The language in which an organisation is addressed (L1, L8)."""
    return organisation.languages[0]


def assignable_languages(organisation: Organisation, course: Course) -> list[str]:
    """The languages of the law, in its order, in which a body's people can take what it
    asks of them (L1). English is offered beside them, and counts for none (L5)."""
    there = outline_of(course.current_edition_id).languages
    return [code for code in organisation.languages if code in there]


def languages_needed(organisation: Organisation, course: Course) -> list[str]:
    """The languages without which a body may not ask a course of its people, those of
    the bodies below it included.

    A municipality needs the language of its area (L1), a body of Brussels Dutch and
    French (L2), a federal one, or the course of a federal owner, Dutch, French and
    German (L3). English is never one of them (L5).
    """
    needed = {code for regime in _regimes(organisation) for code in _needs(regime)}
    if course.owner.level == Level.FEDERAL:
        needed |= set(FEDERAL)
    return [code for code in FEDERAL if code in needed]


def missing_languages(
    organisation: Organisation, course: Course, *, today: date
) -> list[str]:
    """Those of them in which the course is not there, and not excepted either.

    An exception is to what federal bodies owe; what a municipality or a body of Brussels
    needs for its own people stays.
    """
    there = outline_of(course.current_edition_id).languages
    missing = [
        code for code in languages_needed(organisation, course) if code not in there
    ]
    exception = exception_of(course, today=today) if missing else None
    if exception is None:
        return missing
    owed = {
        code
        for regime in _regimes(organisation) - {LanguageRegime.FEDERAL}
        for code in _needs(regime)
    }
    return [code for code in missing if code not in exception.languages or code in owed]


def _regimes(organisation: Organisation) -> set[LanguageRegime]:
    """Those of a body and of all below it, whose people it asks the same of."""
    below = Organisation.objects.filter(
        path__startswith=organisation.path, is_active=True
    )
    found = below.values_list("language_regime", flat=True).distinct()
    return {LanguageRegime(organisation.language_regime), *map(LanguageRegime, found)}


def _needs(regime: LanguageRegime) -> tuple[str, ...]:
    return regime.languages if regime in ALL_LANGUAGES else regime.languages[:1]


def check_languages(organisation: Organisation, course: Course, *, today: date) -> None:
    """Raises DomainError `language_missing`, with what there is to do."""
    missing = missing_languages(organisation, course, today=today)
    if missing:
        raise DomainError(
            _(
                "%(organisation)s can ask this course once it is there in: "
                "%(languages)s. %(owner)s, whose course it is, has the translation "
                "approved and then releases an edition."
            )
            % {
                "organisation": organisation,
                "languages": ", ".join(code.upper() for code in missing),
                "owner": course.owner,
            },
            code="language_missing",
        )


def exception_of(course: Course, *, today: date) -> LanguageException | None:
    """The exception that holds for a course on a day."""
    return LanguageException.objects.filter(
        course=course, ended_at__isnull=True, until__gte=today
    ).first()


def excuse_used(
    organisation: Organisation, course: Course, *, today: date
) -> LanguageException | None:
    """The exception thanks to which a body may ask a course, to be shown beside it."""
    there = outline_of(course.current_edition_id).languages
    if set(languages_needed(organisation, course)) <= set(there):
        return None
    return exception_of(course, today=today)


@transaction.atomic
def except_languages(
    course: Course,
    languages: Iterable[str],
    *,
    reason: str,
    until: date,
    actor,
    now: datetime,
) -> LanguageException:
    """Let federal bodies ask a course without these languages; takes the place of what
    was excepted before.

    Raises DomainError `not_allowed`, `bad_languages` (none, one that is not of the
    federal state, or all of them: English alone is never enough), `no_reason`, or
    `bad_until`.
    """
    chosen = [code for code in FEDERAL if code in set(languages)]
    _check_exception(course, set(languages), reason, until, actor, now)
    course = Course.objects.select_for_update(of=("self",)).get(pk=course.pk)
    course.language_exceptions.filter(ended_at__isnull=True).update(ended_at=now)
    exception = LanguageException.objects.create(
        course=course,
        languages=chosen,
        reason=reason.strip(),
        until=until,
        by=actor,
        at=now,
    )
    audit.record(
        "courses.languages_excepted",
        actor=actor,
        subject=course,
        now=now,
        data={"languages": chosen, "until": until.isoformat()},
        organisation=course.owner_id,
    )
    return exception


@transaction.atomic
def end_exception(course: Course, *, actor, now: datetime) -> None:
    """Ask all languages of federal bodies again. Ending nothing changes nothing; what
    they ask of their people already stays."""
    if not can_release_edition(actor, course):
        raise _not_allowed()
    if course.language_exceptions.filter(ended_at__isnull=True).update(ended_at=now):
        audit.record(
            "courses.language_exception_ended",
            actor=actor,
            subject=course,
            now=now,
            organisation=course.owner_id,
        )


def _check_exception(course, languages, reason, until, actor, now) -> None:
    if not can_release_edition(actor, course):
        raise _not_allowed()
    if not languages or not languages < set(FEDERAL):
        raise DomainError(
            _(
                "Choose one or two of Dutch, French and German: English alone is never "
                "enough."
            ),
            code="bad_languages",
        )
    if not reason.strip():
        raise DomainError(_("Say why."), code="no_reason")
    today = timezone.localdate(now)
    if not today <= until <= today + LONGEST_EXCEPTION:
        raise DomainError(
            _("An exception ends within a year: on %(last)s at the latest.")
            % {"last": date_format(today + LONGEST_EXCEPTION, "DATE_FORMAT")},
            code="bad_until",
        )


def _not_allowed() -> DomainError:
    return DomainError(
        _("Only a programme owner of the body that owns the course decides this."),
        code="not_allowed",
    )

"""Why a text stays as it is: written by somebody who may publish it, and appended.

The checklist guides; it does not forbid words (ETHICS N1). A reason holds for one text
in one language, and for what it was written for.
"""

from datetime import datetime

from django.db import models, transaction
from django.utils.translation import gettext as _
from wagtail.models import Page
from wagtail.permissions import policy_registry

from courses.models import WordingReason
from lms.audit import record
from lms.errors import DomainError

LEAST_WORDS = 3


def answered(thing: models.Model, rule: str) -> set[str]:
    """The subjects of a rule for which a reason was written."""
    return set(
        reasons_of(thing).filter(rule=rule).values_list("subject", flat=True).order_by()
    )


def reasons_of(thing: models.Model) -> models.QuerySet[WordingReason]:
    """What was written for a thing in its language, the newest first."""
    return WordingReason.objects.filter(
        subject_key=thing.translation_key, language=thing.locale.language_code
    )


def may_give_reason(user, thing: models.Model) -> bool:
    """Who may publish it: a reviewer or programme owner of the body that owns it."""
    if isinstance(thing, Page):
        return thing.permissions_for_user(user).can_publish()
    policy = policy_registry.get(thing)
    return policy.user_has_permission_for_instance(user, "publish", thing)


@transaction.atomic
def give_reason(
    thing: models.Model, *, rule: str, subject: str, reason: str, actor, now: datetime
) -> WordingReason:
    """Raises DomainError when it is not for this person to say, or says nothing."""
    if not may_give_reason(actor, thing):
        raise DomainError(
            _("A reviewer or programme owner writes the reason."), code="role"
        )
    if len(reason.split()) < LEAST_WORDS:
        raise DomainError(
            _("Write a sentence, so that others understand why it stays."),
            code="too_short",
        )
    return keep_reason(
        WordingReason(
            subject_key=thing.translation_key,
            language=thing.locale.language_code,
            rule=rule,
            subject=subject,
            reason=reason.strip(),
            given_by=actor,
            given_at=now,
        )
    )


def keep_reason(given: WordingReason, *, organisation: int | None = None):
    """Write a reason down, and in the audit log as of its own moment; `organisation` is
    the id of the body it belongs to there, None for no body's. Who may give it is asked
    before."""
    given.save(force_insert=True)
    record(
        "courses.wording_reason",
        actor=given.given_by,
        subject=given,
        now=given.given_at,
        data={"rule": given.rule, "subject": given.subject},
        organisation=organisation,
    )
    return given

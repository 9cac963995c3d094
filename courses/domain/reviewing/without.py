"""A correction that cannot wait: the programme owner publishes it without review.

Only of what is live already, with a written reason that stays (docs/decisions/
0015-review-gate.md): a wrong number, a law that changed. It joins a minor edition; a
material one waits for the review.
"""

from datetime import datetime

from django.db import models, transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from courses.domain.checklist.reasons import LEAST_WORDS
from courses.domain.reviewing.gate import record_act
from courses.enums import Vouching
from courses.models import ReviewAct
from courses.models.review import owner_of
from courses.rules import approving_at
from lms.audit import record
from lms.errors import DomainError
from lms.publishing import gate_findings

# In Wagtail's history of the thing.
LOG_ACTION = "courses.without_review"


def may_publish_without_review(user, draft: models.Model) -> bool:
    """A programme owner of the body it belongs to, for a correction of what is live
    that has not been reviewed."""
    if not is_live(draft) or not gate_findings(draft):
        return False
    bodies = approving_at(user)
    owner = owner_of(draft)
    return bodies is None or (owner is not None and owner.pk in bodies)


def is_live(draft: models.Model) -> bool:
    """Whether readers have an older text of it: a new one is never published so."""
    return type(draft)._base_manager.filter(pk=draft.pk, live=True).exists()


@transaction.atomic
def publish_without_review(
    draft: models.Model, *, reason: str, actor, now: datetime
) -> ReviewAct:
    """Publish the newest draft of a thing, and keep why nobody reviewed it.

    Raises DomainError when it is not for this person or says nothing, and
    NotPublishableError when the checklist is against it.
    """
    if not may_publish_without_review(actor, draft):
        raise DomainError(
            _("Only a programme owner may, and only to correct what is published."),
            code="role",
        )
    if len(reason.split()) < LEAST_WORDS:
        raise DomainError(
            _("Write a sentence, so that others understand why it could not wait."),
            code="too_short",
        )
    revision = draft.get_latest_revision()
    act = record_act(draft, Vouching.WITHOUT, by=actor, now=now, reason=reason.strip())
    record(
        "courses.published_without_review",
        actor=actor,
        subject=draft,
        now=now,
        data={"revision": revision.pk, "reason": act.reason},
        organisation=owner_of(draft),
    )
    log(
        draft,
        LOG_ACTION,
        user=actor,
        revision=revision,
        data={"reason": act.reason},
    )
    revision.publish(user=actor)
    return act

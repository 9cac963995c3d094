"""What follows from a completed course, an accepted statement and a checked name."""

import logging

from django.dispatch import receiver
from django.utils import timezone

from certificates.domain.award import award_certificate, award_waiting
from certificates.domain.mailing import tell_of_award
from certificates.signals import certificate_awarded
from certificates.tasks import seal_certificate
from courses.models import Completion, StatementAcceptance
from courses.signals import course_completed, statement_accepted
from organisations.models import User
from organisations.signals import name_checked

logger = logging.getLogger(__name__)


@receiver(course_completed, dispatch_uid="certificates.award")
def certificate_follows_completion(sender, completion_id, **kwargs):
    """Award at once. What fails here does not take the learner's page with it: the
    completion is kept and the sweep awards later."""
    try:
        completion = Completion.objects.select_related(
            "enrolment__course", "enrolment__user", "sector"
        ).get(pk=completion_id)
        award_certificate(completion, now=timezone.now())
    except Exception:
        logger.exception("No certificate yet for completion %s", completion_id)


@receiver(statement_accepted, dispatch_uid="certificates.award_waiting")
def certificate_follows_acceptance(sender, acceptance_id, **kwargs):
    """Award what waited for it. What fails here is awarded by the sweep."""
    try:
        acceptance = StatementAcceptance.objects.select_related("user").get(
            pk=acceptance_id
        )
        award_waiting(acceptance.user, now=timezone.now())
    except Exception:
        logger.exception("No certificate yet for acceptance %s", acceptance_id)


@receiver(name_checked, dispatch_uid="certificates.award_named")
def certificate_follows_checked_name(sender, user_id, **kwargs):
    """Award what waited for it. What fails here is awarded by the sweep."""
    try:
        award_waiting(User.objects.get(pk=user_id), now=timezone.now())
    except Exception:
        logger.exception("No certificate yet for person %s", user_id)


@receiver(certificate_awarded, dispatch_uid="certificates.seal")
def seal_follows_award(sender, certificate_id, **kwargs):
    """Its PDF is sealed in the background. What is lost here is sealed by the sweep."""
    try:
        seal_certificate.enqueue(certificate_id)
    except Exception:
        logger.exception("No seal yet for certificate %s", certificate_id)


@receiver(certificate_awarded, dispatch_uid="certificates.mail")
def mail_follows_award(sender, certificate_id, **kwargs):
    """Its holder is told. What is lost here is sent by the sweep."""
    try:
        tell_of_award(certificate_id, now=timezone.now())
    except Exception:
        logger.exception("No mail yet for certificate %s", certificate_id)

"""Obligations follow soon after what changes them; the sweep repairs what is lost."""

from django.dispatch import receiver
from django.utils import timezone

from certificates.models import Certificate
from certificates.signals import certificate_awarded, certificate_changed
from organisations.signals import (
    membership_ended,
    membership_started,
    profile_changed,
)
from tracking.domain.obligations import sync_certificates, sync_person


@receiver(membership_started, dispatch_uid="tracking.membership_started")
@receiver(membership_ended, dispatch_uid="tracking.membership_ended")
def obligations_follow_membership(sender, user_id, **kwargs):
    """Somebody came or left."""
    sync_person(user_id, now=timezone.now())


@receiver(profile_changed, dispatch_uid="tracking.profile_changed")
def obligations_follow_sector(sender, user_id, fields, **kwargs):
    """Somebody works in another sector now."""
    if "sector" in fields:
        sync_person(user_id, now=timezone.now())


@receiver(certificate_awarded, dispatch_uid="tracking.certificate_awarded")
@receiver(certificate_changed, dispatch_uid="tracking.certificate_changed")
def obligations_follow_certificate(sender, certificate_id, **kwargs):
    """A certificate came, was restored, or counts no longer."""
    holder_id = Certificate.objects.values_list("holder", flat=True).get(
        pk=certificate_id
    )
    sync_certificates(holder_id, now=timezone.now())

"""Obligations follow soon after what changes them; the sweep repairs what is lost.
An address that was proved gets reminders again."""

from allauth.account.signals import authentication_step_completed, email_confirmed
from django.dispatch import receiver
from django.utils import timezone

from certificates.models import Certificate
from certificates.signals import certificate_awarded, certificate_changed
from lms import bounces
from lms.signals import task_died
from organisations.signals import (
    accounts_merged,
    membership_ended,
    membership_started,
    memberships_changed,
    profile_changed,
)
from tracking.domain.exports.making import give_up
from tracking.domain.obligations import (
    sync_certificates,
    sync_people,
    sync_person,
)
from tracking.tasks import make_export


@receiver(membership_started, dispatch_uid="tracking.membership_started")
@receiver(membership_ended, dispatch_uid="tracking.membership_ended")
def obligations_follow_membership(sender, user_id, **kwargs):
    """Somebody came or left."""
    sync_person(user_id, now=timezone.now())


@receiver(memberships_changed, dispatch_uid="tracking.memberships_changed")
def obligations_follow_memberships(sender, user_ids, **kwargs):
    """Many came, left or moved at once."""
    sync_people(user_ids, now=timezone.now())


@receiver(accounts_merged, dispatch_uid="tracking.accounts_merged")
def obligations_follow_merge(sender, kept_id, **kwargs):
    """Two accounts were one person's: what they hold together counts."""
    sync_person(kept_id, now=timezone.now())


@receiver(profile_changed, dispatch_uid="tracking.profile_changed")
def obligations_follow_sector(sender, user_id, fields, **kwargs):
    """Somebody works in another sector now, or learns in another language."""
    if {"sector", "language"} & set(fields):
        sync_person(user_id, now=timezone.now())


@receiver(certificate_awarded, dispatch_uid="tracking.certificate_awarded")
@receiver(certificate_changed, dispatch_uid="tracking.certificate_changed")
def obligations_follow_certificate(sender, certificate_id, **kwargs):
    """A certificate came, was restored, or counts no longer."""
    holder_id = Certificate.objects.values_list("holder", flat=True).get(
        pk=certificate_id
    )
    sync_certificates(holder_id, now=timezone.now())


@receiver(email_confirmed, dispatch_uid="tracking.email_confirmed")
def confirmed_address_works(sender, email_address, **kwargs):
    """Somebody read a mail at an address: reminders go there again."""
    bounces.forget_address(email_address.email)


@receiver(authentication_step_completed, dispatch_uid="tracking.signed_in_by_code")
def address_of_a_code_works(sender, method, **kwargs):
    """Somebody signed in with a code that was mailed to them."""
    if method == "code" and kwargs.get("email"):
        bounces.forget_address(kwargs["email"])


@receiver(task_died, dispatch_uid="tracking.export_died")
def a_file_that_cannot_be_made_is_given_up(sender, task_path, args, **kwargs):
    """Whoever waits for it hears of it."""
    if task_path == make_export.module_path:
        give_up(args[0], now=timezone.now())

"""What follows from signing in and from a proved address."""

from allauth.account.signals import email_confirmed
from django.contrib.auth.signals import user_logged_in
from django.dispatch import receiver
from django.utils import timezone

from organisations.domain.letters.withdrawing import withdraw_outdated
from organisations.domain.memberships import declare_membership
from organisations.domain.queries import organisations_to_join
from organisations.sessions import CHOSEN_ORGANISATION_KEY, remember_language
from organisations.signals import (
    membership_ended,
    membership_started,
    memberships_changed,
)


@receiver(user_logged_in, dispatch_uid="organisations.language_at_login")
def language_follows_person(sender, request, user, **kwargs):
    """Keep the person's language in the session, where the middleware finds it."""
    if request is not None and hasattr(request, "session"):
        remember_language(request, user.language)


@receiver(email_confirmed, dispatch_uid="organisations.belonging_after_proof")
def belonging_follows_proof(sender, request, email_address, **kwargs):
    """Only a proved address may claim to belong somewhere, as said at sign-up."""
    if request is None:
        return
    chosen = request.session.pop(CHOSEN_ORGANISATION_KEY, None)
    organisation = organisations_to_join().filter(pk=chosen).first()
    if organisation is not None:
        declare_membership(email_address.user, organisation, now=timezone.now())


@receiver(membership_started, dispatch_uid="organisations.letters_after_start")
@receiver(membership_ended, dispatch_uid="organisations.letters_after_end")
@receiver(memberships_changed, dispatch_uid="organisations.letters_after_changes")
def letters_follow_memberships(sender, user_id=None, user_ids=(), **kwargs):
    """A code opens nothing once its person is gone or has another badge number."""
    withdraw_outdated(timezone.now(), people=user_ids or [user_id])


@receiver(email_confirmed, dispatch_uid="organisations.letters_after_proof")
def letters_follow_addresses(sender, email_address, **kwargs):
    """Whoever has an address comes in by it."""
    withdraw_outdated(timezone.now(), people=[email_address.user_id])

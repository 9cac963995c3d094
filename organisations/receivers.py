"""What follows from signing in and from a proved address."""

from allauth.account.signals import email_confirmed
from django.contrib.auth.signals import user_logged_in
from django.dispatch import receiver
from django.utils import timezone

from organisations.domain.memberships import declare_membership
from organisations.domain.queries import organisations_to_join
from organisations.sessions import CHOSEN_ORGANISATION_KEY, remember_language


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

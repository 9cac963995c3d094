"""What the pages of a holder share: whose certificate, and in which language."""

from django.http import Http404
from django.utils import timezone
from django.views.decorators.cache import cache_control

from certificates.domain.queries import certificate_of
from certificates.domain.words import languages_of
from certificates.models import Certificate, day_of

# What carries a name, or leads to one: no cache in between keeps it.
private = cache_control(private=True, no_store=True)


def own_certificate(request, uuid) -> Certificate:
    """One of the person's certificates, with its state and events; somebody else's do
    not exist here: raises Http404."""
    certificate = certificate_of(request.user, uuid, day=day_of(timezone.now()))
    if certificate is None:
        raise Http404
    return certificate


def language_asked(request, certificate: Certificate) -> str:
    """`?lang=`, or the language it was earned in. Raises Http404 for one that it cannot
    be read in."""
    languages = languages_of(certificate)
    language = request.GET.get("lang") or languages[0]
    if language not in languages:
        raise Http404
    return language

"""What the screens of the register in the content admin share."""

from functools import wraps

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _

from certificates.domain.appeals.reading import appeals_for
from certificates.domain.oversight.asking import overseen_by
from certificates.domain.oversight.corrections import corrections_for
from certificates.models import Certificate
from certificates.rules import oversees_certificates


def for_overseers(view):
    """Programme owners and administrators; for anybody else the screen is not there."""

    @wraps(view)
    def wrapped(request, *args, **kwargs):
        if not oversees_certificates(request.user):
            raise Http404
        return view(request, *args, **kwargs)

    return wrapped


def overseen(request, uuid) -> Certificate:
    """A certificate that the person oversees; any other does not exist for them."""
    found = overseen_by(request.user).filter(uuid=uuid).first()
    if found is None:
        raise Http404
    return found


def tabs(request) -> list[dict]:
    """The way from one screen to the others; `current` is where one is."""
    here = request.resolver_match.url_name
    names = corrections_for(request.user).waiting().count()
    appeals = appeals_for(request.user).waiting().count()
    pages = [
        ("index", _("Certificates"), None),
        ("counts", _("Counts"), None),
        ("corrections", _("Names to put right"), names),
        ("appeals", _("Appeals"), appeals),
        ("signatories", _("Signatory"), None),
    ]
    return [
        {
            "label": label,
            "count": count,
            "url": reverse(f"certificates_register:{name}"),
            "is_current": here == name,
        }
        for name, label, count in pages
    ]

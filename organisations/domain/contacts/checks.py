"""What a contact needs before it is shown."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from lms.publishing import Finding
from organisations.models import Contact
from organisations.models.contacts import LANGUAGES


def contact_findings(contact: Contact) -> Iterator[Finding]:
    """A name, a way to reach it, and who said so when."""
    if not contact.name_in(LANGUAGES):
        yield Finding(
            "contact", _("Give it a name in at least one language."), "name_nl"
        )
    if not (contact.phone or contact.address):
        yield Finding("contact", _("Give a phone number or an address."), "phone")
    if not contact.source_title:
        yield Finding(
            "source",
            _("Say where this was found: a contact needs its source."),
            "source_title",
        )
    if contact.verified_on is None:
        yield Finding(
            "source", _("Say on which day somebody verified it."), "verified_on"
        )
    if contact.review_by is None:
        yield Finding(
            "source", _("Say before which day it is to be verified again."), "review_by"
        )

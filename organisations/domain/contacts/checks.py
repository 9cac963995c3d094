"""What a contact needs before it is shown."""

from collections.abc import Iterator

from django.conf import settings
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
    yield from _both_languages(contact)
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


def _both_languages(contact: Contact) -> Iterator[Finding]:
    """What a body with facilities tells the public is in both languages (ETHICS L4)."""
    names = dict(settings.LANGUAGES)
    for code in contact.owner.notice_languages:
        for field in ("name", "purpose"):
            told = any(getattr(contact, f"{field}_{one}") for one in LANGUAGES)
            if told and not getattr(contact, f"{field}_{code}"):
                yield Finding(
                    "contact",
                    _(
                        "%(owner)s tells the public everything in two languages. Also "
                        "say this in this one: %(language)s."
                    )
                    % {"owner": contact.owner, "language": names[code]},
                    f"{field}_{code}",
                )

"""Names and badge numbers of people who came without an account, as they are kept: who
they are, and nothing else about them (ETHICS P2)."""

from django.utils.translation import gettext as _

from courses.domain.words import refuse_terms
from lms.detector import Kind, people_in
from lms.errors import DomainError
from organisations.models import User

MOST_NAME = 120
MOST_NUMBER = 40


def plain_name(name: str, *, actor: User) -> str:
    """A name as it is kept, "" for none. Raises DomainError "name" beyond MOST_NAME
    characters and where it says how somebody is reached or who they are beyond it, and
    what refuses a term that can stigmatise."""
    name = " ".join(name.split())
    if len(name) > MOST_NAME:
        raise DomainError(
            _("Give a badge number or a name of at most 120 characters."), code="name"
        )
    if any(one.kind != Kind.NAME for one in people_in(name)):
        raise DomainError(
            _("Only the name: no number, address or e-mail address."), code="name"
        )
    refuse_terms(name, actor=actor)
    return name


def plain_number(badge_number: str) -> str:
    """A badge number as it is kept, "" for none. A national number is none: raises
    DomainError "name"."""
    if any(one.kind == Kind.NUMBER for one in people_in(badge_number)):
        raise DomainError(
            _("This looks like a national number. Give the number of the badge."),
            code="name",
        )
    return badge_number.strip()[:MOST_NUMBER]

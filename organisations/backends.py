"""Who is signed in."""

from allauth.account.auth_backends import AuthenticationBackend
from django.db.models import (
    BigIntegerField,
    Case,
    DateField,
    OuterRef,
    Subquery,
    When,
)
from django.utils import timezone

from lms.prepared import Given, Prepared
from organisations.enums import COORDINATING_ROLES
from organisations.models import Membership, User

# Asked by every page of somebody who is signed in: who it is, and how the organisation
# looks that the shell names (organisations.context_processors.Shell.organisation).
_PERSON: Prepared[User] = Prepared(
    lambda: User.objects.filter(pk=Given("person", BigIntegerField())).annotate(
        shown_look=Subquery(
            Membership.objects.on(Given("day", DateField()))
            .filter(user=OuterRef("pk"))
            .order_by(
                Case(When(role__in=COORDINATING_ROLES, then=0), default=1),
                "starts_on",
                "pk",
            )
            .values("organisation__look")[:1]
        )
    )
)


class Backend(AuthenticationBackend):
    """As allauth's, with the question of each request put together once."""

    def get_user(self, user_id) -> User | None:
        """The person of a session; None once they are gone or no longer active."""
        (person,) = _PERSON.ask(person=user_id, day=timezone.localdate()) or [None]
        may = person is not None and self.user_can_authenticate(person)
        return person if may else None

"""Who is signed in."""

from allauth.account.auth_backends import AuthenticationBackend
from django.db.models import BigIntegerField

from lms.prepared import Given, Prepared
from organisations.models import User

# Asked by every page of somebody who is signed in.
_PERSON: Prepared[User] = Prepared(
    lambda: User.objects.filter(pk=Given("person", BigIntegerField()))
)


class Backend(AuthenticationBackend):
    """As allauth's, with the question of each request put together once."""

    def get_user(self, user_id) -> User | None:
        """The person of a session; None once they are gone or no longer active."""
        (person,) = _PERSON.ask(person=user_id) or [None]
        may = person is not None and self.user_can_authenticate(person)
        return person if may else None

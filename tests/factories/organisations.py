"""Alice who coordinates Beekstad, Bob who learns there, Charlie who coordinates Valmont."""

import re
from datetime import UTC, date, datetime

import factory
from allauth.account.models import EmailAddress
from django.core import mail
from django.urls import reverse

from lms.models import OutgoingMail
from organisations.enums import LanguageRegime, Level, Role
from organisations.models import Membership, Organisation, Sector, User


class SectorFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Sector
        django_get_or_create = ("code",)

    code = "POL"
    name_en = "Police (local and federal)"
    name_nl = "Politie"
    name_fr = "Police"
    name_de = "Polizei"


class OrganisationFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Organisation
        django_get_or_create = ("code",)
        skip_postgeneration_save = True

    name = factory.Sequence(lambda n: f"Municipality {n}")
    code = factory.Sequence(lambda n: f"municipality-{n}")
    level = Level.MUNICIPALITY
    language_regime = LanguageRegime.NL
    parent = None

    @factory.post_generation
    def path(self, create, extracted, **kwargs):
        above = self.parent.path if self.parent else "/"
        self.path = f"{above}{self.pk}/"
        self.save(update_fields=["path"])


class UserFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = User
        skip_postgeneration_save = True

    email = factory.Sequence(lambda n: f"person{n}@beekstad.example")
    printed_name = factory.Sequence(lambda n: f"Person {n} Łukaszewicz")
    # They have read it in their invitation.
    name_checked_at = datetime(2025, 1, 1, tzinfo=UTC)
    language = "en"
    sector = factory.SubFactory(SectorFactory)
    password = "!"

    @factory.post_generation
    def address(self, create, extracted, **kwargs):
        if self.email:
            EmailAddress.objects.create(
                user=self, email=self.email, verified=True, primary=True
            )


class MembershipFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Membership

    user = factory.SubFactory(UserFactory)
    organisation = factory.SubFactory(OrganisationFactory)
    role = Role.LEARNER
    starts_on = date(2025, 1, 1)


def beekstad() -> Organisation:
    return OrganisationFactory(name="Beekstad", code="beekstad")


def valmont() -> Organisation:
    return OrganisationFactory(
        name="Valmont-les-Saules",
        code="valmont-les-saules",
        language_regime=LanguageRegime.FR,
    )


def alice() -> User:
    """Coordinator of Beekstad."""
    user = UserFactory(email="alice@beekstad.example", printed_name="Alice Aerts")
    MembershipFactory(user=user, organisation=beekstad(), role=Role.COORDINATOR)
    return user


def bob() -> User:
    """Learner at Beekstad."""
    user = UserFactory(email="bob@beekstad.example", printed_name="Bob Đorđević")
    MembershipFactory(user=user, organisation=beekstad())
    return user


def charlie() -> User:
    """A stranger to Beekstad: coordinator of Valmont."""
    user = UserFactory(email="charlie@valmont.example", printed_name="Charlie Dubois")
    MembershipFactory(user=user, organisation=valmont(), role=Role.COORDINATOR)
    return user


def last_mail(email: str) -> OutgoingMail:
    """The row of the newest mail to an address; its bodies are gone once it is sent."""
    return next(row for row in OutgoingMail.objects.order_by("-pk") if email in row.to)


def last_body(email: str) -> str:
    """What the newest mail to an address said, as text."""
    return next(sent for sent in reversed(mail.outbox) if email in sent.to).body


def token_to(email: str) -> str:
    """The secret in the newest mail to an address."""
    return re.search(r"/welcome/([\w-]+)/", last_body(email))[1]


def code_to(email: str) -> str:
    """The code in the newest mail to an address, as a person would copy it."""
    return re.search(r"^ {4}(\S+)$", last_body(email), re.MULTILINE)[1]


def link(token: str) -> str:
    return reverse("organisations:welcome", args=[token])

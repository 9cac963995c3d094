"""An invented corner of a country to try Relay in."""

import tomllib
from pathlib import Path

from allauth.account.models import EmailAddress
from django.apps import apps
from django.core.management.base import BaseCommand
from django.db import transaction
from django.utils import timezone

from organisations.domain.groups import ensure_groups
from organisations.domain.memberships import start_membership
from organisations.domain.organisations import NewOrganisation, create_organisation
from organisations.enums import LanguageRegime, Level, Role
from organisations.models import Contact, Membership, Organisation, Sector, User

NL, FR, DE = LanguageRegime.NL, LanguageRegime.FR, LanguageRegime.DE

# Code, name, level, regime, code of the one above, territory; parents stand first.
ORGANISATIONS = [
    ("federal", "Federal services", Level.FEDERAL, LanguageRegime.FEDERAL, None, ""),
    (
        "fwb",
        "Fédération Wallonie-Bruxelles",
        Level.COMMUNITY,
        FR,
        None,
        "Wallonie, Bruxelles",
    ),
    ("waterkant", "Waterkant", Level.PROVINCE, NL, None, "Waterkant"),
    (
        "beekstad-waterkant",
        "Beekstad-Waterkant",
        Level.POLICE_ZONE,
        NL,
        "waterkant",
        "Beekstad, Waterkant",
    ),
    ("beekstad", "Beekstad", Level.MUNICIPALITY, NL, "waterkant", "Beekstad"),
    (
        "beekstad-police-liaison",
        "Police liaison",
        Level.DEPARTMENT,
        NL,
        "beekstad",
        "Beekstad",
    ),
    (
        "beekstad-youth-services",
        "Youth services",
        Level.DEPARTMENT,
        NL,
        "beekstad",
        "Beekstad",
    ),
    (
        "beekstad-front-desks",
        "Front desks",
        Level.DEPARTMENT,
        NL,
        "beekstad",
        "Beekstad",
    ),
    (
        "valmont-les-saules",
        "Valmont-les-Saules",
        Level.MUNICIPALITY,
        FR,
        None,
        "Valmont-les-Saules",
    ),
    ("tannenrath", "Tannenrath", Level.MUNICIPALITY, DE, None, "Tannenrath"),
    ("relay", "Relay editorial team", Level.OTHER, LanguageRegime.FEDERAL, None, ""),
]

# Address, printed name, language, sector, roles by organisation.
PEOPLE = [
    (
        "coordinator@beekstad.example",
        "Renée De Brouwere",
        "nl",
        "COO",
        [("beekstad", Role.COORDINATOR)],
    ),
    (
        "learner@beekstad.example",
        "Żaneta Van den Bogaerde",
        "nl",
        "POL",
        [("beekstad", Role.LEARNER)],
    ),
    (
        "writer@relay.example",
        "Ayşe Verstraete-N’Diaye",
        "en",
        "YTH",
        [("relay", Role.AUTHOR)],
    ),
    (
        "author@relay.example",
        "Maud Lacroix-Okafor",
        "en",
        "CIV",
        [("relay", Role.AUTHOR), ("relay", Role.PROGRAMME_OWNER)],
    ),
    (
        "reviewer@relay.example",
        "Noor Çelik-Peeters",
        "nl",
        "POL",
        [("relay", Role.REVIEWER)],
    ),
    ("admin@relay.example", "Administrator", "en", None, []),
]
ADMINISTRATORS = {"admin@relay.example"}


class Command(BaseCommand):
    help = (
        "Load the demo's organisations and people; what is there already is left alone."
    )

    @transaction.atomic
    def handle(self, *args, **options):
        now = timezone.now()
        ensure_groups()
        for organisation in ORGANISATIONS:
            self._organisation(*organisation, now=now)
        for person in PEOPLE:
            self._person(*person, now=now)
        seed = Path(apps.get_app_config("organisations").path, "seed", "contacts.toml")
        for contact in tomllib.loads(seed.read_text())["contact"]:
            self._contact(contact)
        self.stdout.write(
            f"{len(ORGANISATIONS)} organisations, {len(PEOPLE)} people are there."
        )

    def _organisation(self, code, name, level, regime, above, territory, *, now):
        if not Organisation.objects.filter(code=code).exists():
            create_organisation(
                NewOrganisation(
                    name=name,
                    code=code,
                    level=level,
                    language_regime=regime,
                    parent=above and Organisation.objects.get(code=above),
                    territory=territory,
                ),
                actor=None,
                now=now,
            )

    def _person(self, email, printed_name, language, sector, roles, *, now):
        person = User.objects.filter(email=email).first()
        if person is None:
            is_administrator = email in ADMINISTRATORS
            person = User.objects.create_user(
                email,
                printed_name=printed_name,
                language=language,
                sector=sector and Sector.objects.get(code=sector),
                name_checked_at=now,
                is_superuser=is_administrator,
                is_staff=is_administrator,
            )
        EmailAddress.objects.get_or_create(
            user=person, email=email, defaults={"verified": True, "primary": True}
        )
        for code, role in roles:
            organisation = Organisation.objects.get(code=code)
            held = Membership.objects.filter(
                user=person, organisation=organisation, role=role
            )
            # Whoever has left in the meantime is not called back.
            if not held.exists():
                start_membership(person, organisation, role=role, now=now)

    def _contact(self, told):
        """One contact, as the file tells it; one that is there stays as it is."""
        owner = Organisation.objects.get(code=told.pop("owner"))
        if Contact.objects.filter(owner=owner, key=told["key"]).exists():
            return
        also_for = told.pop("also_for", [])
        hours = [("hours", span) for span in told.pop("hours", [])]
        for field in ("name", "purpose"):
            words = told.pop(field)
            told |= {f"{field}_{language}": text for language, text in words.items()}
        contact = Contact(owner=owner, is_service=True, **told)
        contact.hours = [
            (name, {**span, "days": [str(day) for day in span["days"]]})
            for name, span in hours
        ]
        contact.also_for = Organisation.objects.filter(code__in=also_for)
        contact.save()

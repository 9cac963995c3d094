"""What the words of a line mean: sector, language, department and days."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from lms.errors import DomainError
from lms.tables import day_in
from organisations.domain.employers import parts_of
from organisations.domain.people import clean_printed_name
from organisations.models import Membership, Organisation, Sector, User
from tracking.domain.staff.columns import plain_heading
from tracking.enums import StaffProblem
from tracking.models import StaffImport, StaffImportRow

# How people write the languages of the platform.
LANGUAGES = {
    "nl": "nl n nederlands neerlandais niederlandisch dutch",
    "fr": "fr f frans francais franzosisch french",
    "de": "de d duits allemand deutsch german",
    "en": "en e engels anglais englisch english",
}
_LANGUAGE_OF = {
    word: code for code, words in LANGUAGES.items() for word in words.split()
}
MOST_NAME = User._meta.get_field("printed_name").max_length
MOST_FUNCTION = Membership._meta.get_field("function").max_length
MOST_BADGE = Membership._meta.get_field("badge_number").max_length


class Problem(Exception):  # noqa: N818 -- what it is
    """A line cannot be carried out; `problem` says why."""

    def __init__(self, problem: StaffProblem) -> None:
        super().__init__(problem)
        self.problem = problem


@dataclass(frozen=True)
class Meaning:
    """What a line says; None where it says nothing. `ends_on` is the first day without."""

    name: str
    sector: Sector | None
    language: str
    place: Organisation | None
    starts_on: date | None
    ends_on: date | None


class Words:
    """The words that lines of one organisation can use, read once."""

    def __init__(self, run: StaffImport) -> None:
        self._run = run
        self._sectors = {}
        for one in Sector.objects.all():
            names = (one.pk, one.name_en, one.name_nl, one.name_fr, one.name_de)
            self._sectors |= {plain_heading(name): one for name in names}
            if one.pk == run.sector_id:
                run.sector = one
        self._places = {
            one.code.lower(): one for one in parts_of(run.organisation) if one.is_active
        }

    def read(self, row: StaffImportRow) -> Meaning:
        """Raises Problem for the first word that means nothing here."""
        self._check_texts(row)
        starts_on, last_day = _day(row.from_text), _day(row.until_text)
        ends_on = last_day + timedelta(days=1) if last_day else None
        if starts_on is not None and ends_on is not None and ends_on <= starts_on:
            raise Problem(StaffProblem.ORDER)
        return Meaning(
            name=_name(row.name),
            sector=self._sector(row.sector_text),
            language=self._language(row.language_text),
            place=self._place(row.department_text),
            starts_on=starts_on,
            ends_on=ends_on,
        )

    def _check_texts(self, row: StaffImportRow) -> None:
        if row.email:
            try:
                validate_email(row.email)
            except ValidationError as error:
                raise Problem(StaffProblem.ADDRESS) from error
        elif not row.badge_number:
            raise Problem(StaffProblem.ADDRESS)
        if (
            len(row.name) > MOST_NAME
            or len(row.function) > MOST_FUNCTION
            or len(row.badge_number) > MOST_BADGE
        ):
            raise Problem(StaffProblem.LONG)

    def _sector(self, text: str) -> Sector | None:
        if not text:
            return self._run.sector
        found = self._sectors.get(plain_heading(text))
        if found is None:
            raise Problem(StaffProblem.SECTOR)
        return found

    def _language(self, text: str) -> str:
        if not text:
            return self._run.organisation.languages[0]
        # "nl-BE" and "fr_BE" too.
        plain = plain_heading(text)
        found = _LANGUAGE_OF.get(plain) or _LANGUAGE_OF.get(plain.partition(" ")[0])
        if found not in dict(settings.LANGUAGES):
            raise Problem(StaffProblem.LANGUAGE)
        return found

    def _place(self, text: str) -> Organisation | None:
        if not text:
            return None
        found = self._places.get(text.lower())
        if found is None:
            raise Problem(StaffProblem.DEPARTMENT)
        return found


def _day(text: str) -> date | None:
    if not text:
        return None
    found = day_in(text)
    if found is None or not 1900 <= found.year <= 2200:
        raise Problem(StaffProblem.DAY)
    return found


def _name(text: str) -> str:
    if not text:
        return ""
    try:
        return clean_printed_name(text)
    except DomainError as error:
        raise Problem(StaffProblem.NAME) from error

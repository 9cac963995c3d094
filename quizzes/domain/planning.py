"""What a file of questions would make of a bank; nothing is written here."""

import uuid
from collections import Counter
from dataclasses import dataclass, field
from itertools import count

from django.core.exceptions import ValidationError
from django.db.models import Count
from django.utils.text import slugify
from django.utils.translation import gettext as _

from courses.exercises import COUNTING
from courses.models import CoursePage, Fact
from lms.block_problems import sentences_of
from lms.errors import DomainError
from lms.keys import key_of
from organisations.models import Sector
from quizzes.domain import pictures
from quizzes.interchange import LARGEST, Format, Found, Problem, UnreadableFile
from quizzes.interchange.kinds import side_of, with_ids, without_ids
from quizzes.interchange.shapes import Picture
from quizzes.models import Bank, Question

LONGEST_KEY = 60
LONGEST_TAGS = 300
LONGEST_BLOCK = 40


@dataclass(frozen=True)
class Ready:
    """A question that can be made."""

    found: Found
    key: str
    kind: str
    body: list[dict]
    fact: Fact | None
    sectors: list[Sector]
    # What it shows: in the body once it is in the media library.
    picture: Picture | None = None

    @property
    def prompt(self) -> str:
        return self.found.prompt


@dataclass
class Plan:
    """What a file would make. `known` are in the bank already, exactly so."""

    ready: list[Ready] = field(default_factory=list)
    known: list[str] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    @property
    def kinds(self) -> dict[str, int]:
        return dict(Counter(one.kind for one in self.ready))

    @property
    def stopped(self) -> list[Problem]:
        return [problem for problem in self.problems if problem.stops]

    @property
    def lost(self) -> list[Problem]:
        return [problem for problem in self.problems if not problem.stops]


def language_of(bank: Bank) -> str:
    """The language of most of a bank's questions; English before it has any."""
    codes = bank.questions.values_list("locale__language_code")
    most = codes.annotate(number=Count("pk")).order_by("-number", "locale_id").first()
    return most[0] if most else "en"


def plan_import(bank: Bank | None, form: Format, data: bytes, *, language: str) -> Plan:
    """What a file would make of a bank's questions in a language, or of any bank's;
    writes nothing.

    Raises DomainError where nothing of the file can be read.
    """
    if len(data) > LARGEST:
        raise DomainError(
            _("This file is too large: %(most)d MB is the most.")
            % {"most": LARGEST // 1024 // 1024},
            code="too_large",
        )
    try:
        questions = form.read(data)
    except UnreadableFile as error:
        raise DomainError(str(error), code="unreadable") from error
    plan = Plan()
    bank_now = _BankNow(bank, language)
    for found in questions:
        ready = _ready(found, bank_now, plan)
        if ready and not found.stopped:
            plan.ready.append(ready)
        plan.problems += found.problems
    return plan


class _BankNow:
    """What a bank has already, and which keys are still free."""

    def __init__(self, bank: Bank | None, language: str) -> None:
        self.language = language
        self.owner = bank.course.owner if bank else None
        rows = Question.objects.filter(bank=bank) if bank else Question.objects.none()
        self.rows: dict[str, list[Question]] = {}
        for row in rows.select_related("locale", "latest_revision"):
            self.rows.setdefault(row.key, []).append(row)
        self.taken = set(self.rows)
        self.sectors = {sector.pk: sector for sector in Sector.objects.all()}
        self.lessons, self.facts = set(), {}
        if bank:
            for page in CoursePage.objects.filter(translation_key=bank.course.page_key):
                below = page.get_descendants().values_list("translation_key", flat=True)
                self.lessons |= set(below)
            self.facts = {
                fact.translation_key: fact
                for fact in Fact.objects.filter(
                    owner=bank.course.owner_id, locale__language_code=language
                )
            }

    def has(self, key: str, body: list[dict]) -> bool:
        """Whether this very question is there in this language."""
        return any(
            row.locale.language_code == self.language
            and _plain_body(_newest_body(row)) == _plain_body(body)
            for row in self.rows.get(key, ())
        )

    def free(self, wish: str) -> str:
        names = (f"{wish[: LONGEST_KEY - 5]}-{number}" for number in count(2))
        key = (
            wish
            if wish not in self.taken
            else next(name for name in names if name not in self.taken)
        )
        self.taken.add(key)
        return key


def _ready(found: Found, bank: _BankNow, plan: Plan) -> Ready | None:
    """A question as it would be made; None where it is known, or with what stops it."""
    side = side_of(found)
    if side is None and not found.stopped:
        found.stop(_("A bank has no such kind of question."))
    if side is None or found.stopped:
        return None
    value = {"prompt": found.prompt, "feedback": found.feedback}
    value |= side.value(found.shape, found)
    if found.stopped:
        # The editor would say the same in other words.
        return None
    picture = _take_picture(value, bank, found)
    body = [{"type": side.name, "value": with_ids(value), "id": str(uuid.uuid4())}]
    _check(body, picture, found)
    _check_settings(found, side.name, bank)
    if found.stopped:
        return None
    given = slugify(found.key)[:LONGEST_KEY]
    if given in bank.rows and bank.has(given, body):
        plan.known.append(given)
        return None
    if given in bank.taken:
        found.stop(
            _("“%(key)s” is taken by another question of this bank.") % {"key": given}
        )
        return None
    if found.key and given != found.key:
        found.lose(_("Its key becomes “%(key)s”.") % {"key": given or "…"})
    key = bank.free(given or slugify(found.title)[:LONGEST_KEY] or "question")
    fact = bank.facts.get(key_of(found.labels.get("fact", "")))
    codes = found.labels.get("sectors", "").split()
    sectors = [bank.sectors[code] for code in codes]
    return Ready(found, key, side.name, body, fact, sectors, picture)


def _take_picture(value: dict, bank: _BankNow, found: Found) -> Picture | None:
    """What a question shows, out of its value, which gets the image that there is of it
    already."""
    picture = value.get("image")
    if not isinstance(picture, Picture):
        return None
    image = pictures.known(picture, bank.owner) if bank.owner else None
    value["image"] = {
        "image": image.pk if image else None,
        "alt_text": picture.alt,
        "decorative": False,
    }
    for problem in [] if image else pictures.problems_of(picture, found.key):
        found.stop(problem)
    return picture


def _check(body: list[dict], picture: Picture | None, found: Found) -> None:
    """What the editor would have against it."""
    block = Question._meta.get_field("body").stream_block
    value = block.to_python(body)
    if picture is not None and value[0].value["image"] is None:
        block, value = pictures.BEFORE_SAVING, value[0].value
        value["image"] = pictures.unsaved(picture)
    try:
        block.clean(value)
    except ValidationError as error:
        for sentence in sentences_of(error, block, value):
            found.stop(sentence)


def _check_settings(found: Found, kind: str, bank: _BankNow) -> None:
    labels = found.labels
    if labels.get("must_pass") == "yes" and kind not in COUNTING:
        found.stop(_("It counts for nothing, so nobody can need it to pass."))
    if "topic" in labels and slugify(labels["topic"])[:60] != labels["topic"]:
        found.lose(_("Its topic is no short word and is not taken over."))
        del labels["topic"]
    if len(labels.get("tags", "")) > LONGEST_TAGS:
        found.lose(_("Its tags are too long and are not taken over."))
        del labels["tags"]
    if labels.get("difficulty", "1") not in {"1", "2", "3"}:
        found.lose(_("Its difficulty is not 1, 2 or 3 and is not taken over."))
        del labels["difficulty"]
    for name, known, message in (
        ("lesson", bank.lessons, _("Its lesson is not in this course.")),
        ("fact", bank.facts, _("Its fact is not there in this language.")),
    ):
        if name in labels and key_of(labels[name]) not in known:
            found.lose(message)
            del labels[name]
    codes = labels.get("sectors", "").split()
    if unknown := [code for code in codes if code not in bank.sectors]:
        found.lose(
            _("There is no sector %(codes)s.") % {"codes": ", ".join(sorted(unknown))}
        )
        labels["sectors"] = " ".join(code for code in codes if code in bank.sectors)
    if "lesson" not in labels or len(labels.get("block", "")) > LONGEST_BLOCK:
        labels.pop("block", None)


def _newest_body(question: Question) -> list[dict]:
    revision = question.latest_revision
    row = question.with_content_json(revision.content) if revision else question
    return row.body.get_prep_value()


def _plain_body(body: list[dict]) -> list:
    return [[one["type"], without_ids(one["value"])] for one in body]

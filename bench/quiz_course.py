"""A small course with one quiz, and people in it who are signed in: the world of the
benchmarks of quizzes. Made in a process of its own (bench.with_django).

Pages and people are written straight into the tables, as they would lie there; the
edition is released by the domain's own function, now and once more while a benchmark
runs.
"""

import uuid
from datetime import timedelta

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password
from django.contrib.sessions.models import Session
from django.utils import timezone
from django.utils.crypto import get_random_string
from wagtail.models import Locale, Page

from bench.crowd import make_crowd
from courses.domain.editions.releasing import release_edition
from courses.domain.reviewing.gate import record_loaded
from courses.models import (
    CatalogueIndexPage,
    Course,
    CoursePage,
    Edition,
    Enrolment,
    LessonPage,
    ModulePage,
)
from organisations.enums import LanguageRegime, Level, Role
from organisations.models import Membership, Organisation, User
from quizzes.domain.attempts import start_attempt
from quizzes.models import Bank, Question, QuestionVersion, QuizPage

CODE, LANGUAGE, SECTOR = "asked", "en", "POL"
PASSWORD = "lantern bridge river morning"
KINDS = ("single_choice", "multiple_choice", "true_false", "matching", "card_sort")
BANK, DRAW = 30, 10
# Every so many questions one has to be right.
MUST_PASS = 10
CHUNK = 2000
TEXT = "You saw it. You wrote it down. You ask somebody who knows the place."
SESSION_DAYS = 14


def build(*, people: int, started: int = 0, crowd: int = 0, bodies: int = 0) -> dict:
    """`people` who are signed in, among `crowd` others who have not been there today;
    the first `started` have begun an attempt."""
    course = make_course()
    edition = release(course)
    made = _people(people, course, edition)
    if crowd:
        make_crowd(course, edition, people=crowd, bodies=bodies)
    return {
        "course": CODE,
        "quiz": str(key_of("quiz")),
        "draw": DRAW,
        "password": PASSWORD,
        "answers": possible_answers(),
        "people": _signed_in(made),
        "started": [_start(one) for one in made[:started]],
    }


def release(course: Course) -> Edition:
    """The course as it stands, as its next edition."""
    edition = release_edition(
        course, significance="minor", notes={}, actor=None, now=timezone.now()
    )
    course.refresh_from_db()
    return edition


def make_course() -> Course:
    owner = Organisation.objects.create(
        name="Asking",
        code="asking",
        level=Level.FEDERAL,
        language_regime=LanguageRegime.FEDERAL,
    )
    Organisation.objects.filter(pk=owner.pk).update(path=f"/{owner.pk}/")
    # Without cases: such a course is not weighed.
    course = Course.objects.create(
        code=CODE, owner=owner, is_open=True, is_focused=True, page_key=key_of("course")
    )
    locale = Locale.objects.get_or_create(language_code=LANGUAGE)[0]
    bank = Bank.objects.create(course=course, code="asked", name="Asked")
    _questions(bank, locale)
    _tree(bank, locale)
    now = timezone.now()
    Page.objects.filter(depth__gt=1).update(live=True, last_published_at=now)
    return course


def _tree(bank: Bank, locale: Locale) -> None:
    def add(parent, model, name, **fields):
        page = model(
            title=name.capitalize(),
            slug=f"asked-{name}",
            locale=locale,
            translation_key=key_of(name),
            live=False,
            **fields,
        )
        return parent.add_child(instance=page)

    root = Page.objects.get(depth=1)
    top = add(
        add(root, CatalogueIndexPage, "index"), CoursePage, "course", summary=TEXT
    )
    module = add(top, ModulePage, "module", summary=TEXT)
    lead = [{"type": "lead", "value": TEXT, "id": str(key_of("lead"))}]
    body = LessonPage._meta.get_field("body").to_python(lead)
    add(module, LessonPage, "lesson", minutes=5, body=body)
    add(module, QuizPage, "quiz", minutes=8, bank=bank, draw=DRAW)


def _questions(bank: Bank, locale: Locale) -> None:
    now = timezone.now()
    made = Question.objects.bulk_create(
        Question(
            bank=bank,
            key=f"asked-{number:02}",
            body=Question._meta.get_field("body").to_python(
                [_question(number, KINDS[number % len(KINDS)])]
            ),
            must_pass=number % MUST_PASS == 0,
            topic=f"topic-{number % 3}",
            lesson_key=key_of("lesson"),
            locale=locale,
            translation_key=key_of(f"question-{number}"),
            last_published_at=now,
        )
        for number in range(BANK)
    )
    for question in made:
        record_loaded(question, now=now)


def _question(number: int, kind: str) -> dict:
    def items(name: str, values: list) -> list[dict]:
        return [
            {
                "type": "item",
                "id": str(key_of(f"{number}-{name}-{place}")),
                "value": one,
            }
            for place, one in enumerate(values)
        ]

    right = (0, 1) if kind == "multiple_choice" else (0,)
    parts = {
        "true_false": {"answer": "true" if number % 2 else "false"},
        "matching": {
            "pairs": items(
                "pair", [{"left": f"Left {n}", "right": f"Right {n}"} for n in range(4)]
            )
        },
        "card_sort": {
            "categories": items("category", ["First", "Second"]),
            "cards": items(
                "card",
                [
                    {"text": f"Card {n}", "category": 1 + n % 2, "feedback": ""}
                    for n in range(4)
                ],
            ),
        },
    }.get(
        kind,
        {
            "options": items(
                "option",
                [
                    {
                        "text": f"Option {n}",
                        "correct": n in right,
                        "weight": None,
                        "feedback": "",
                    }
                    for n in range(4)
                ],
            )
        },
    )
    if kind == "multiple_choice":
        parts["scoring"] = ("", "minus", "each")[number // len(KINDS) % 3]
    value = {"prompt": f"What holds in case {number}?", "feedback": TEXT} | parts
    return {"type": kind, "id": str(key_of(f"{number}-block")), "value": value}


def _people(count: int, course: Course, edition: Edition) -> list[User]:
    # One hash for all: what it costs to check is the same.
    encoded = make_password(PASSWORD)
    today, now = timezone.localdate(), timezone.now()
    made = []
    for start in range(0, count, CHUNK):
        users = User.objects.bulk_create(
            User(
                email=f"learner{number}@bench.example",
                printed_name=f"Learner {number}",
                language=LANGUAGE,
                sector_id=SECTOR,
                password=encoded,
            )
            for number in range(start, min(start + CHUNK, count))
        )
        Membership.objects.bulk_create(
            Membership(
                user=user,
                organisation=course.owner,
                role=Role.LEARNER,
                starts_on=today - timedelta(days=30),
            )
            for user in users
        )
        EmailAddress.objects.bulk_create(
            EmailAddress(user=user, email=user.email, verified=True, primary=True)
            for user in users
        )
        enrolments = Enrolment.objects.bulk_create(
            Enrolment(user=user, course=course, edition=edition, started_at=now)
            for user in users
        )
        sectors = Enrolment.sectors.through
        sectors.objects.bulk_create(
            sectors(enrolment=one, sector_id=SECTOR) for one in enrolments
        )
        made += users
    return made


def possible_answers() -> dict[str, list[dict]]:
    """{number of a question: what may be answered: the fields of the form, and what has
    to be stored for them}. The first is right, the last takes the answer back."""
    found = {}
    for version in QuestionVersion.objects.all():
        number = str(int(version.key.removeprefix("asked-")))
        nothing = {"fields": {}, "payload": None}
        found[number] = [*_choices(version.content[LANGUAGE]), nothing]
    return found


def _start(person: User) -> dict:
    """An attempt and the numbers of its questions in their order."""
    enrolment = Enrolment.objects.get(user=person)
    attempt = start_attempt(
        enrolment, key_of("quiz"), language=LANGUAGE, now=timezone.now()
    )
    keys = attempt.items.values_list("version__key", flat=True)
    return {
        "attempt": str(attempt.uuid),
        "asked": [str(int(key.removeprefix("asked-"))) for key in keys],
    }


def _choices(content: dict) -> list[dict]:
    kind = content["kind"]
    if kind == "matching":
        return _placed({one["id"]: one["right_id"] for one in content["pairs"]})
    if kind == "card_sort":
        return _placed({one["id"]: one["category"] for one in content["cards"]})
    options = sorted(content["options"], key=lambda one: not one["correct"])
    ids = [one["id"] for one in options]
    if kind == "multiple_choice":
        chosen = [ids[:2], ids[:1], ids[1:3], ids[2:]]
        return [
            {"fields": {"choice": some}, "payload": {"choices": sorted(some)}}
            for some in chosen
        ]
    return [{"fields": {"choice": one}, "payload": {"choice": one}} for one in ids]


def _placed(right: dict[str, str]) -> list[dict]:
    """All right, all in one place, and two alone."""
    first = next(iter(right.values()))
    ways = [right, dict.fromkeys(right, first), dict(list(right.items())[:2])]
    return [
        {
            "fields": {f"place-{thing}": place for thing, place in way.items()},
            "payload": {"places": way},
        }
        for way in ways
    ]


def _signed_in(people: list[User]) -> list[dict]:
    """A session of each: checking thousands of passwords is not what is measured."""
    ends = timezone.now() + timedelta(days=SESSION_DAYS)
    store = Session.get_session_store_class()()
    known, rows = [], []
    for user in people:
        key = get_random_string(32, "abcdefghijklmnopqrstuvwxyz0123456789")
        said = {
            "_auth_user_id": str(user.pk),
            "_auth_user_backend": "organisations.backends.Backend",
            "_auth_user_hash": user.get_session_auth_hash(),
        }
        rows.append(
            Session(session_key=key, session_data=store.encode(said), expire_date=ends)
        )
        known.append({"email": user.email, "session": key})
    Session.objects.bulk_create(rows, batch_size=CHUNK)
    return known


def key_of(name: str) -> uuid.UUID:
    return uuid.uuid5(uuid.NAMESPACE_URL, f"bench-asked-{name}")

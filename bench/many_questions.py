"""Thousands of questions in several languages and what comparing them costs: made and
measured in a process of its own (bench.with_django) on a SQLite file.

Words are drawn as often as words are: few of them very often, most of them rarely. Some
questions are written again, with a word or a number changed.
"""

import time
import uuid
from collections.abc import Callable
from random import Random

from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Locale

from bench.near_duplicates import PAIRS, SCREEN, SHARED
from courses.models import Course
from organisations.domain.memberships import start_membership
from organisations.enums import LanguageRegime, Level, Role
from organisations.models import Organisation, User
from quizzes.domain.duplicates.finding import likest
from quizzes.domain.duplicates.index import near_pairs
from quizzes.domain.duplicates.reading import own_questions, texts_of
from quizzes.domain.duplicates.warning import warn_of_duplicates
from quizzes.models import Bank, Question

WORDS = 6_000
BANKS = 40
# One in so many questions is another one, nearly.
AGAIN = 25
OF_A_FILE = 100
CHUNK = 500


def build(*, questions: int, languages: list[str], rounds: int) -> dict:
    """Milliseconds by name, and how much there was of it."""
    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    person, banks = _author_and_banks()
    for language in languages:
        _write(banks, questions, language)
    mine = own_questions(person)
    rows = mine.filter(locale__language_code=languages[0])
    one = rows.select_related("bank__course", "locale").first()
    file = dict(list(texts_of(rows).items())[:OF_A_FILE])
    browser = Client()
    browser.force_login(person)
    ours = {"secure": True, "headers": {"host": "localhost"}}
    address = f"{reverse('question_duplicates')}?language={languages[0]}"
    work = {
        SHARED: lambda: texts_of(rows),
        PAIRS: lambda: near_pairs(texts_of(rows)),
        SCREEN: lambda: browser.get(address, **ours),
        "the checklist of a question": lambda: list(warn_of_duplicates(one)),
        f"a file of {OF_A_FILE} questions": lambda: likest(file, rows),
    }
    with CaptureQueriesContext(connection) as asked:
        page = browser.get(address, **ours)
    return {
        "questions": questions,
        "languages": languages,
        "pairs": page.context_data["count"],
        "queries": len(asked),
        "ms": {
            name: [_timed(do) for _round in range(rounds)] for name, do in work.items()
        },
    }


def _timed(do: Callable) -> float:
    began = time.perf_counter()
    do()
    return (time.perf_counter() - began) * 1000


def _author_and_banks() -> tuple[User, list[Bank]]:
    owner = Organisation.objects.create(
        name="Large",
        code="large",
        level=Level.MUNICIPALITY,
        language_regime=LanguageRegime.NL,
    )
    person = User.objects.create_user("author@large.example", printed_name="Ada")
    start_membership(person, owner, role=Role.AUTHOR, now=timezone.now())
    banks = []
    for number in range(BANKS):
        course = Course.objects.create(code=f"large-{number}", owner=owner)
        banks.append(
            Bank.objects.create(course=course, code=course.code, name=f"Bank {number}")
        )
    return person, banks


def _write(banks: list[Bank], count: int, language: str) -> None:
    random = Random(language)
    locale = Locale.objects.get_or_create(language_code=language)[0]
    words = [_word(random) for _number in range(WORDS)]
    weights = [1 / (place + 3) for place in range(WORDS)]
    texts: list[list[str]] = []
    for _number in range(count):
        if texts and random.randrange(AGAIN) == 0:
            text = list(random.choice(texts))
            text[random.randrange(len(text))] = str(random.randrange(99))
        else:
            text = random.choices(words, weights, k=random.randint(25, 70))
        texts.append(text)
    for start in range(0, count, CHUNK):
        Question.objects.bulk_create(
            Question(
                bank=banks[number % len(banks)],
                key=f"q{number}",
                locale=locale,
                translation_key=uuid.uuid5(uuid.NAMESPACE_URL, f"q{number}"),
                body=_body(texts[number]),
            )
            for number in range(start, min(start + CHUNK, count))
        )


def _word(random: Random) -> str:
    return "".join(random.choices("aeioubdfgklmnprstvw", k=random.randint(2, 11)))


def _body(words: list[str]) -> list[dict]:
    """A prompt of the first part of the words, and four options of the rest."""
    cut = len(words) // 3
    rest = words[cut:]
    options = [
        {
            "type": "item",
            "id": str(uuid.uuid4()),
            "value": {
                "text": " ".join(rest[place::4]),
                "correct": place == 0,
                "weight": None,
                "feedback": "",
            },
        }
        for place in range(4)
    ]
    value = {
        "prompt": " ".join(words[:cut]),
        "feedback": " ".join(words),
        "options": options,
    }
    return [{"type": "single_choice", "id": str(uuid.uuid4()), "value": value}]

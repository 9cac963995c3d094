"""What the screens of quizzes show once people have been at work: written into the
database of a running demo by `python -m tests.browser.quiz_world [questions]`, with its
RELAY_VAR. Says as JSON who is signed in (`people`) and where things are (`at`)."""

import json
import os
import sys
from datetime import timedelta

import django

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lms.settings.demo")
    django.setup()

from django.conf import settings
from django.test import Client
from django.utils import timezone

from courses.domain.enrolment import enrol
from courses.models.polls import COHORT
from organisations.enums import Role
from organisations.models import User
from quizzes.domain.marking.giving import give_mark
from quizzes.models import Bank, Marking, Question, QuizPage
from tests.browser.quiz_answers import answer
from tests.factories.courses import (
    SmallCourse,
    approve_translations,
    locale,
    make_course,
)
from tests.factories.exercises import KINDS, PRACTICE, question_body, stable
from tests.factories.facts import writer
from tests.factories.marking import given_of, make_marker, markings_of
from tests.factories.marking import hand_in as hand_in_texts
from tests.factories.organisations import MembershipFactory, OrganisationFactory
from tests.factories.pairs import pre_key, take, with_pre_test

NOW = timezone.now()
# Whole sentences in signs and words that break a page that was tried with short ones.
LONG = {
    "en": "Which of these observations may be written down the way they were heard?",
    "nl": "Welke aansprakelijkheidsverzekeringsmaatschappijmedewerker mag je bellen?",
}
TEXTS = (
    "I would say what I saw on Monday and on Tuesday, and ask how it has been since.",
    "Я расскажу, что видел в понедельник и во вторник, и никого не назову.",
    "Ich würde der Rechtsschutzversicherungsgesellschaft schreiben, was ich sah.",
    "Ask Kevin Janssens, he runs the only night shelter of the street.",
)


def build(questions: int = 16) -> dict:
    """The whole of it, around a bank of so many questions."""
    house = OrganisationFactory(
        name="Bundesarbeitsgemeinschaft für Präventionsweiterbildung", code="house"
    )
    town = OrganisationFactory(name="Горад Бяроза-на-Дняпры", code="birch-town")
    people = _people(house, town)
    asked = _asked(house, questions)
    written = _written(house)
    at = {"bank": asked.course.banks.get(code="asked-bank").pk}
    at |= _banks(asked)
    at |= answer(asked, people, at["bank"], now=NOW)
    at |= _texts(written, people, town)
    at |= _pair(house, town, people)
    return {"at": at, "people": {name: _key(one) for name, one in people.items()}}


def _people(house, town) -> dict[str, User]:
    people = {
        "author": writer(
            house,
            Role.AUTHOR,
            now=NOW,
            email="author@house.example",
            printed_name="Ľubomíra Przybyszewska-Vandenbroucke",
        ),
        "reviewer": writer(
            house,
            Role.REVIEWER,
            now=NOW,
            email="reviewer@house.example",
            printed_name="Карл-Теодор фон Ґуттенберґ",
        ),
    }
    elsewhere = OrganisationFactory(name="Elsewhere", code="elsewhere")
    people["stranger"] = writer(
        elsewhere, Role.TRAINER, now=NOW, email="trainer@elsewhere.example"
    )
    for name in ("learner", "other"):
        people[name] = writer(
            town,
            Role.LEARNER,
            now=NOW,
            email=f"{name}@birch.example",
            printed_name="Олександра Шевченко-Ковальчук",
        )
    return people


def _asked(house, questions: int) -> SmallCourse:
    """A course of questions to choose in, some of them long, and its edition."""
    small = make_course(house, code="asked", bank_size=questions, draw=4)
    bank = small.course.banks.get()
    bank.name = "Rindfleischetikettierungsüberwachungsaufgabenübertragungsfragen"
    bank.save()
    rows = list(bank.questions.select_related("locale").order_by("key", "locale_id"))
    for number, question in enumerate(rows):
        question.must_pass = False
        if number % 8 < 4:
            raw = list(question.body.raw_data)
            raw[0]["value"]["prompt"] = LONG[question.locale.language_code]
            question.body = Question._meta.get_field("body").to_python(raw)
        question.tags = "signs words" if number % 6 < 4 else "samenwerkingsverband"
    Question.objects.bulk_update(rows, ["must_pass", "body", "tags"])
    rules = [
        ("draw", {"count": 2, "tags": "signs", "difficulty": ""}),
        ("draw", {"count": 1, "tags": "nowhere", "difficulty": "3"}),
    ]
    for page in QuizPage.objects.filter(bank=bank):
        page.draws = rules
        page.save()
    approve_translations(small.course)
    small.release_as_made(now=NOW - timedelta(days=40))
    return small


def _banks(small: SmallCourse) -> dict:
    """A bank with every kind of question, and one with nothing in it."""
    kinds = Bank.objects.create(course=small.course, code="kinds", name="Every kind")
    empty = Bank.objects.create(course=small.course, code="empty", name="Empty")
    made = {}
    for kind in (*KINDS, *PRACTICE[:2]):
        for language in ("en", "nl"):
            made[kind] = Question.objects.create(
                bank=kinds,
                key=f"kind-{kind.replace('_', '-')}",
                body=Question._meta.get_field("body").to_python(
                    question_body(f"kind-{kind}", language, kind=kind)
                ),
                locale=locale(language),
                translation_key=stable(f"kind-{kind}"),
                live=language == "en",
            )
    return {
        "kinds": {kind: one.pk for kind, one in made.items()},
        "kinds_bank": kinds.pk,
        "empty": empty.pk,
        "quiz": QuizPage.objects.get(slug="asked-quiz", locale=locale("en")).pk,
        "question": small.course.banks.get(code="asked-bank").questions.first().pk,
    }


def _written(house) -> SmallCourse:
    """A quiz of one question to choose in and one to write."""
    small = make_course(
        house,
        code="write",
        kinds=("single_choice", "open_answer"),
        bank_size=2,
        draw=2,
    )
    small.release_as_made(now=NOW - timedelta(days=40))
    return small


def _texts(small: SmallCourse, people: dict, town) -> dict:
    """Texts that wait, some too long; one that a second and one that a third person
    has to mark."""
    for number in (1, 2, 3):
        people[f"marker{number}"] = make_marker(
            small, email=f"marker{number}@house.example", language="en"
        )
    for number, text in enumerate((*TEXTS, *TEXTS)):
        marking = _handed_in(small, town, text, days=20 - 3 * number)
        for place, thirds in enumerate({1: (2,), 2: (2, 0)}.get(number, ()), start=1):
            given = given_of(marking.item, thirds)
            give_mark(marking, given, marker=people[f"marker{place}"], now=NOW)
            marking = Marking.objects.get(pk=marking.pk)
    mine = hand_in_texts(people["learner"], small, now=NOW, text=TEXTS[0])
    return {
        "written": str(mine.uuid),
        "marking": markings_of(mine)[0].reference,
        "write_bank": small.course.banks.get().pk,
    }


def _handed_in(small: SmallCourse, town, text: str, *, days: int) -> Marking:
    user = MembershipFactory(organisation=town).user
    then = NOW - timedelta(days=max(days, 0))
    return markings_of(hand_in_texts(user, small, now=then, text=text))[0]


def _pair(house, town, people: dict) -> dict:
    """A pre-test and a post-test, and as many who did both as it takes to say so."""
    small = with_pre_test(make_course(house, bank_size=8, draw=4))
    small.release_as_made(now=NOW - timedelta(days=40))
    for number in range(COHORT):
        user = MembershipFactory(organisation=town).user
        enrolment = enrol(user, small.course, now=NOW)
        then = NOW + timedelta(minutes=number - COHORT)
        take(enrolment, pre_key(), now=then, wrong=(0, 1))
        post = take(enrolment, small.key("small-quiz"), now=then)
    people["paired"] = user
    return {"pair_bank": small.course.banks.get().pk, "post": str(post.uuid)}


def _key(user: User) -> str:
    """What a browser shows of somebody who is signed in."""
    client = Client()
    client.force_login(user)
    return client.cookies[settings.SESSION_COOKIE_NAME].value


if __name__ == "__main__":
    numbers = [int(one) for one in sys.argv[1:]]
    sys.stdout.write(json.dumps(build(*numbers)))

"""What is different between the rules of a quiz in two editions, in words."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from courses.registries import RuleChange
from quizzes.domain.draw_rules import Rule
from quizzes.domain.versions import content_in, versions_of
from quizzes.enums import FeedbackFrom, QuizPart
from quizzes.models import QuestionVersion


def rule_changes(
    pairs: list[tuple[dict, dict]], language: str
) -> list[list[RuleChange]]:
    """Of each pair (rules before, rules now) what differs: the numbers, then questions
    that came and changed, in the order of now, and those that were retired, in the order
    of before. One query at most for all of them."""
    versions = versions_of(
        pk for pair in pairs for rules in pair for pk in rules["versions"]
    )
    return [
        [
            *_numbers(before, now),
            *_draws(before, now),
            *_questions(
                [versions[pk] for pk in before["versions"]],
                [versions[pk] for pk in now["versions"]],
                language,
            ),
        ]
        for before, now in pairs
    ]


def _numbers(before: dict, now: dict) -> Iterable[RuleChange]:
    labels = {
        "draw": _("questions per attempt"),
        "pass_percent": _("pass mark (%)"),
        "pause_after": _("a pause after this many attempts"),
        "pause_minutes": _("length of the pause (minutes)"),
        "time_limit": _("time limit (minutes)"),
        "feedback_days": _("what was right is told at the latest after (days)"),
    }
    for name, label in labels.items():
        was, then = before.get(name), now.get(name)
        if was != then:
            yield RuleChange(label, _number(was), _number(then))
    was, then = (rules.get("second_marker", False) for rules in (before, now))
    if was != then:
        label = _("two people mark each open answer")
        yield RuleChange(label, _yes_or_no(was), _yes_or_no(then))
    was, then = (rules.get("feedback", FeedbackFrom.AFTER) for rules in (before, now))
    if was != then:
        label = _("what was right is told")
        yield RuleChange(label, FeedbackFrom(was).label, FeedbackFrom(then).label)


def _draws(before: dict, now: dict) -> Iterable[RuleChange]:
    was, then = _draws_in_words(before), _draws_in_words(now)
    if was != then:
        yield RuleChange(_("rules of the draw"), was, then)
    was, then = (rules.get("part", QuizPart.QUIZ) for rules in (before, now))
    if was != then:
        yield RuleChange(_("part"), QuizPart(was).label, QuizPart(then).label)
    was, then = (rules.get("prefer_unseen", True) for rules in (before, now))
    if was != then:
        label = _("questions not seen yet go first")
        yield RuleChange(label, _yes_or_no(was), _yes_or_no(then))


def _draws_in_words(rules: dict) -> str:
    rows = [
        (row["count"], Rule(row["count"], tuple(row["tags"]), row["difficulty"]).words)
        for row in rules.get("draws", ())
    ]
    return "; ".join(f"{count}: {words}" for count, words in rows) or _("none")


def _yes_or_no(value: bool) -> str:
    return _("yes") if value else _("no")


def _number(value: int | None) -> str:
    return _("none") if value is None else str(value)


def _questions(
    before: list[QuestionVersion], now: list[QuestionVersion], language: str
) -> Iterable[RuleChange]:
    held = {version.question_key: version for version in before}
    holds = {version.question_key: version for version in now}
    for key, version in holds.items():
        old = held.get(key)
        if old is None:
            yield RuleChange(_("new question"), "", _prompt(version, language))
        elif old.pk != version.pk:
            yield from _changed(old, version, language)
    for key, version in held.items():
        if key not in holds:
            yield RuleChange(_("retired question"), _prompt(version, language), "")


def _changed(
    old: QuestionVersion, version: QuestionVersion, language: str
) -> Iterable[RuleChange]:
    before, now = _prompt(old, language), _prompt(version, language)
    if before != now:
        yield RuleChange(_("changed question"), before, now)
    elif old.content != version.content:
        yield RuleChange(_("a question with other answers or feedback"), before, now)
    # What decides about passing is said of itself, whatever else changed.
    if version.must_pass and not old.must_pass:
        yield RuleChange(_("must be right to pass, from now on"), "", now)
    elif old.must_pass and not version.must_pass:
        yield RuleChange(_("need not be right any more to pass"), before, "")


def _prompt(version: QuestionVersion, language: str) -> str:
    return content_in(version, language)["prompt"]

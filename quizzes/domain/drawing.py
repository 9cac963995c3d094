"""Which questions an attempt asks: drawn from frozen versions with a stored seed."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from random import Random

from quizzes.domain.matching import Places
from quizzes.models import QuestionVersion


@dataclass(frozen=True)
class Draw:
    """A rule: `count` questions are from these versions."""

    count: int
    ids: frozenset[int]


def draw(
    versions: list[QuestionVersion],
    count: int,
    *,
    seen: Collection,
    rng: Random,
    by_rule: Sequence[Draw] = (),
) -> list[QuestionVersion]:
    """`count` different questions in random order, or all there are; then those that
    count for nothing, all of them, in the order of their keys: they take no place of
    what counts, and what is asked of everybody can be compared.

    Every topic with must-pass questions gives at least one of them, so that nobody
    passes without meeting what must be right. Then as many of the places that the rules
    ask are filled as can be, each with a question of its own, whichever rules overlap;
    what is left is drawn from anything. Questions the learner has not `seen` (a
    collection of question keys) go first.
    """
    pool = sorted(filter(_counts, versions), key=lambda version: version.pk)
    rng.shuffle(pool)
    pool.sort(key=lambda version: version.question_key in seen)
    count = min(count, len(pool))

    chosen = _must_pass(pool, count, by_rule)
    chosen += _for_rules(pool, count, by_rule, chosen)
    for version in _spread(pool, chosen):
        if len(chosen) == count:
            break
        chosen.append(version)
    rng.shuffle(chosen)
    rest = (version for version in versions if not version.counts)
    return chosen + sorted(rest, key=lambda version: version.key)


def _counts(version: QuestionVersion) -> bool:
    return version.counts


def _rules_for(version: QuestionVersion, by_rule: Sequence[Draw]) -> list[int]:
    return [n for n, rule in enumerate(by_rule) if version.pk in rule.ids]


def _must_pass(
    pool: list[QuestionVersion], count: int, by_rule: Sequence[Draw]
) -> list[QuestionVersion]:
    """One question of each topic that has must-pass questions; as many as can be of
    those that a rule asks for, so that they take no other place."""
    topics: dict[str, list[QuestionVersion]] = {}
    for version in pool:
        if version.must_pass:
            topics.setdefault(version.topic, []).append(version)
    places = Places([rule.count for rule in by_rule])
    for topic, held in topics.items():
        # In the order of the pool: rules first of which something is not seen yet.
        places.take(topic, list(dict.fromkeys(_rules_of_all(held, by_rule))))
    found = {topic: places.group_of(topic) for topic in topics}
    first = sorted(topics, key=lambda topic: found[topic] is None)[:count]
    return [
        next(
            version
            for version in topics[topic]
            if found[topic] is None or version.pk in by_rule[found[topic]].ids
        )
        for topic in first
    ]


def _rules_of_all(
    versions: list[QuestionVersion], by_rule: Sequence[Draw]
) -> Iterator[int]:
    for version in versions:
        yield from _rules_for(version, by_rule)


def _for_rules(
    pool: list[QuestionVersion],
    count: int,
    by_rule: Sequence[Draw],
    chosen: list[QuestionVersion],
) -> list[QuestionVersion]:
    """What else the rules ask for, beside what is chosen already and may be meant."""
    places = Places([rule.count for rule in by_rule])
    for version in chosen:
        places.take(version.pk, _rules_for(version, by_rule))
    taken = {version.pk for version in chosen}
    room = count - len(chosen)
    found: list[QuestionVersion] = []
    for version in pool:
        if len(found) == room or places.are_full:
            break
        if version.pk not in taken and places.take(
            version.pk, _rules_for(version, by_rule)
        ):
            found.append(version)
    return found


def _spread(pool, chosen):
    """The rest of the pool, topic by topic in turn, so that no topic fills a quiz."""
    taken = {version.pk for version in chosen}
    by_topic: dict[str, list] = {}
    for version in pool:
        if version.pk not in taken:
            by_topic.setdefault(version.topic, []).append(version)
    queues = list(by_topic.values())
    while queues:
        for queue in queues:
            yield queue.pop(0)
        queues = [queue for queue in queues if queue]

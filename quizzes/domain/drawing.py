"""Which questions an attempt asks: drawn from frozen versions with a stored seed."""

from collections.abc import Collection
from random import Random

from quizzes.models import QuestionVersion


def draw(
    versions: list[QuestionVersion], count: int, *, seen: Collection, rng: Random
) -> list[QuestionVersion]:
    """`count` different questions in random order, or all there are.

    Every topic with must-pass questions gives at least one of them, so that nobody
    passes without meeting what must be right. Questions the learner has not `seen`
    (a collection of question keys) go first.
    """
    pool = sorted(versions, key=lambda version: version.pk)
    rng.shuffle(pool)
    pool.sort(key=lambda version: version.question_key in seen)
    count = min(count, len(pool))

    chosen, topics = [], set()
    for version in pool:
        if version.must_pass and version.topic not in topics and len(chosen) < count:
            topics.add(version.topic)
            chosen.append(version)
    for version in _spread(pool, chosen):
        if len(chosen) == count:
            break
        chosen.append(version)
    rng.shuffle(chosen)
    return chosen


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

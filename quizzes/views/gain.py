"""Before and after, as the person whose it is reads it."""

from courses.domain import player
from courses.domain.progress import Way
from quizzes.domain.pairs.gain import Gain


def gain_shown(gain: Gain | None, way: Way, code: str) -> dict | None:
    """What the page shows of a gain: each step under the lesson that teaches it, in the
    order of the way. None where there is no gain to show."""
    if gain is None:
        return None
    lessons = {activity["key"]: activity for activity in way.activities}
    order = {key: place for place, key in enumerate(lessons)}
    steps = sorted(gain.steps, key=lambda step: order.get(step.lesson_key, len(order)))
    return {
        "whole": gain.whole,
        "steps": [
            {
                "step": step,
                "title": way.title_of(lessons[step.lesson_key])
                if step.lesson_key in lessons
                else step.topic.replace("-", " "),
                "url": player.url_of(code, lessons[step.lesson_key])
                if step.lesson_key in lessons
                else "",
            }
            for step in steps
        ],
    }

"""Interactions in which things are placed: matched, or put in an order."""

from django.utils.translation import gettext as _

from quizzes.interchange.qti.question import Question
from quizzes.interchange.qti.scoring import credit_of, places_agree
from quizzes.interchange.qti.values import Chosen, typed
from quizzes.interchange.shapes import Match, Order, Pair, Shape, Step

PAIR = "directedPair"
# What is said of when a step was has a name of its own.
WHEN = "when_"


def read_match(question: Question) -> Shape:
    found = question.found
    found.prompt = question.prompt()
    question.note_order()
    sets = list(question.interaction.iterfind("simpleMatchSet"))
    if len(sets) != 2:
        found.stop(_("What is matched has to stand in two sets."))
        return Match((), ())
    things, places = (
        {
            one.get("identifier", ""): question.option(one)
            for one in side.iterfind("simpleAssociableChoice")
        }
        for side in sets
    )
    pairs = [pair.split(" ", 1) for pair in correct_pairs(question)]
    turned = _is_turned(pairs)
    if turned:
        things, places = places, things
        pairs = [pair[::-1] for pair in pairs]
    by_thing = {pair[0]: pair[-1] for pair in pairs}
    if len(by_thing) < len(pairs):
        found.stop(_("Something in it belongs to several things at once."))
    if set(things) - set(by_thing):
        found.lose(_("What belongs to nothing is not taken over."))
    known = {
        thing: by_thing[thing]
        for thing in things
        if thing in by_thing and by_thing[thing] in places
    }
    check_places(question, known, turned=turned)
    made = tuple(
        Pair(things[thing][0], places[place][0], things[thing][1])
        for thing, place in known.items()
    )
    rights = tuple(dict.fromkeys(text for text, _said in places.values()))
    return Match(made, rights)


def correct_pairs(question: Question) -> list[str]:
    """What belongs together: as the item says, else what it gives points for."""
    response = question.response()
    correct = [str(pair) for pair in response.correct]
    if correct:
        return correct
    return [
        str(typed(key, PAIR))
        for key, (worth, _exactly) in response.mapped.items()
        if worth > 0
    ]


def check_places(question: Question, pairs: dict[str, str], *, turned: bool) -> None:
    """Say so where each thing in its place does not count for itself. `turned`: a
    response has the place before the thing."""
    response, scoring = question.response(), question.scoring
    scoring.weigh({response.identifier: Chosen(correct_pairs(question))})
    if not scoring.is_known or not pairs:
        return
    if not places_agree(scoring, response.identifier, pairs, turned=turned):
        question.found.lose(_("Here each of them counts for itself."))


def _is_turned(pairs: list[list[str]]) -> bool:
    """Whether the second set has the things, and the first the places."""
    firsts = {pair[0] for pair in pairs}
    seconds = {pair[-1] for pair in pairs}
    return len(firsts) < len(pairs) == len(seconds)


def read_order(question: Question) -> Shape:
    found, response = question.found, question.response()
    found.prompt = question.prompt()
    elements = question.interaction.iterfind("simpleChoice")
    rows = {one.get("identifier", ""): question.option(one) for one in elements}
    order = [str(one) for one in response.correct]
    if sorted(order) != sorted(rows):
        found.stop(_("It does not say in which order everything belongs."))
        return Order(())
    question.scoring.weigh({response.identifier: order})
    if found.labels.get("kind") != "timeline":
        credit = None
        if question.scoring.is_known:
            credit = credit_of(question.scoring, response.identifier, order)
        if credit:
            found.labels["credit"] = credit
        elif question.scoring.is_known or not question.is_ours:
            found.lose(_("What an order is worth in part is counted as usual here."))
    steps = (
        Step(rows[one][0], question.said.get(f"{WHEN}{one}", ""), rows[one][1])
        for one in order
    )
    return Order(tuple(steps))

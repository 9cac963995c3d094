"""Items of QTI as questions."""

from collections.abc import Callable
from xml.etree.ElementTree import Element

from django.utils.translation import gettext as _

from quizzes.interchange.found import Found
from quizzes.interchange.labels import read_tags
from quizzes.interchange.qti.chosen import read_choice, read_hottext
from quizzes.interchange.qti.content import text_of
from quizzes.interchange.qti.inline import read_gap_match, read_inline
from quizzes.interchange.qti.package import Entry, entries_of
from quizzes.interchange.qti.pictured import read_hotspot
from quizzes.interchange.qti.placed import read_match, read_order
from quizzes.interchange.qti.processing import Item
from quizzes.interchange.qti.question import GENERAL, Question
from quizzes.interchange.qti.scoring import Scoring
from quizzes.interchange.qti.typed import read_entry
from quizzes.interchange.shapes import Essay, Shape
from quizzes.interchange.texts import cleaned

_INLINE = frozenset({"inlineChoiceInteraction", "textEntryInteraction"})


def read(data: bytes) -> list[Found]:
    """The questions of a package, or of one item. Raises UnreadableFile."""
    return [_question(entry) for entry in entries_of(data)]


def _question(entry: Entry) -> Found:
    found = Found(place=entry.place)
    if entry.element is None:
        found.stop(entry.trouble)
        return found
    root = entry.element
    found.key = cleaned(root.get("identifier", ""))[:120]
    found.title = cleaned(root.get("title", ""))[:200]
    read_tags(entry.tags, found)
    body = root.find("itemBody")
    if body is None:
        found.stop(_("This item asks nothing."))
        return found
    _note_besides(root, found)
    interactions = [one for one in body.iter() if one.tag.endswith("Interaction")]
    item = Item(root)
    question = Question(
        item,
        body,
        interactions,
        found,
        Scoring(item, found),
        place=entry.path,
        files=entry.files,
    )
    _take_feedback(question)
    reader = _reader(interactions, found)
    if reader is not None:
        found.shape = reader(question)
    return found


def _note_besides(root: Element, found: Found) -> None:
    """What every item may have, and has no place here."""
    if root.get("adaptive") == "true":
        found.lose(_("It is asked once here, and not again after each answer."))
    if root.find("templateDeclaration") is not None:
        found.stop(
            _("It makes up its own numbers or words, which no question here does.")
        )


def _take_feedback(question: Question) -> None:
    """What is said in the end of it all, and what of one answer."""
    found, root = question.found, question.item.element
    said: dict[str, list[str]] = {}
    for one in root.iterfind("modalFeedback"):
        content = one.find("contentBody")
        text = text_of(one if content is None else content, found)
        if text:
            said.setdefault(one.get("identifier", ""), []).append(text)
    question.said = {name: "\n\n".join(texts) for name, texts in said.items()}
    others = [name for name in question.said if name not in question.identifiers]
    if GENERAL in others:
        found.feedback = question.said[GENERAL]
    elif len(others) == len(question.said) == 1 and not question.is_ours:
        found.feedback = question.said[others[0]]
        others = []
    if set(others) - {GENERAL} and not question.is_ours:
        found.lose(
            _(
                "What is said of right and of wrong answers in general is not taken over."
            )
        )


def _reader(
    interactions: list[Element], found: Found
) -> Callable[[Question], Shape] | None:
    tags = [one.tag for one in interactions]
    if not tags:
        found.stop(_("A description asks nothing."))
        return None
    is_gaps = len(tags) > 1 or tags[0] != "textEntryInteraction"
    if set(tags) <= _INLINE and (is_gaps or found.labels.get("kind") == "gaps"):
        return read_inline
    if len(tags) > 1:
        found.stop(_("It asks several things at once; here each question asks one."))
        return None
    if tags[0] not in _READERS:
        message = _("A question of the kind “%(kind)s” is none we have.")
        found.stop(message % {"kind": tags[0][:60]})
    return _READERS.get(tags[0])


def read_essay(question: Question) -> Essay:
    question.found.prompt = question.prompt()
    return Essay()


_READERS: dict[str, Callable[[Question], Shape]] = {
    "choiceInteraction": read_choice,
    "hottextInteraction": read_hottext,
    "hotspotInteraction": read_hotspot,
    "matchInteraction": read_match,
    "orderInteraction": read_order,
    "gapMatchInteraction": read_gap_match,
    "textEntryInteraction": read_entry,
    "extendedTextInteraction": read_essay,
}

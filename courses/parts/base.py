"""The protocol of live parts: blocks of which a part differs for each reader, or is
kept for them, inside a lesson that is frozen for everybody.

What is the same for all readers is frozen with the edition, in `segment["live"]`. What
differs is asked for when a page is shown, for all blocks of a kind at once.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, ClassVar

from django.utils.translation import gettext as _

from lms.errors import DomainError

Segment = dict[str, Any]


class Refused(DomainError):  # noqa: N818 -- what happened, in the learner's words
    """What was posted is not kept. `message` is shown at the part, beside `typed`: what
    the learner gave, so that nothing has to be typed again."""

    def __init__(self, message: str, *, code: str = "", **typed: Any) -> None:
        super().__init__(message, code=code)
        self.typed = typed

    @classmethod
    def because(cls, problem: DomainError, **typed: Any) -> "Refused":
        """What the domain said, at the part. `seen` is there for a text that may be
        about a person."""
        seen = getattr(problem, "seen", ())
        return cls(problem.message, code=problem.code, seen=seen, **typed)

    @classmethod
    def misfit(cls) -> "Refused":
        """For an answer that the part does not have, such as an unknown option."""
        return cls(
            _("That answer does not belong to this part. Load the page again."),
            code="misfit",
        )


class PartKind:
    """One kind of live part. Its block's template is what an author sees in a preview,
    and what a page without a learner shows.

    `place` is where the learner is (courses.domain.player.Place); ids of segments are
    the same in all languages and in all editions that hold the block.
    """

    # The block type.
    name: ClassVar[str]
    # Whether a learner can send something; the page puts a form around it then.
    takes_answers: ClassVar[bool] = True
    # The stylesheet that a page with such a block needs; "" where it has its own.
    style: ClassVar[str] = "courses/parts.css"

    def frozen(self, value, page) -> dict[str, Any]:
        """What an edition keeps of a block's value in the language of its page: plain
        JSON, and all that `show` will need."""
        raise NotImplementedError

    def without_reader(self, html: str) -> str:
        """What stands for the block, shown as `html`, where there is no learner: in the
        plain text of a lesson, and so in what is found and exported."""
        return html

    def show(
        self,
        segments: list[Segment],
        *,
        place,
        enrolment,
        user,
        refused: Mapping[str, Refused],
    ) -> dict[str, str]:
        """{segment id: html} for all blocks of the kind on a page, in a number of
        queries that depends on none of them. One that is left out is not shown.

        `refused` holds, by segment id, what was just posted and not kept. The page puts
        the form, its token and `id="b-…"` around the html; its buttons say by their
        names what they do."""
        raise NotImplementedError

    def receive(
        self, segment: Segment, data, *, enrolment, place, now: datetime
    ) -> None:
        """Keep what was posted (a QueryDict). Twice is once. Raises Refused."""
        raise NotImplementedError

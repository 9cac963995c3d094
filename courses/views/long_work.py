"""How far work in the background is, for the script of the page that waits for it."""

from django.http import JsonResponse
from django.utils.translation import gettext as _

from courses.models.long_work import LongWork


def progress_answer(work: LongWork | None, words: str) -> JsonResponse:
    """`work` is what is under way, if anything is; `words` have a place for `done` and
    one for `total`, which nobody knows before the first step."""
    done, total = (work.done, work.total) if work else (0, 0)
    told = words if total else _("It begins in a moment.")
    return JsonResponse(
        {
            "isUnderWay": work is not None,
            "done": done,
            "total": total,
            "words": told % {"done": done, "total": total},
        }
    )


def copying_answer(work: LongWork | None) -> JsonResponse:
    return progress_answer(work, _("%(done)s of %(total)s steps done"))

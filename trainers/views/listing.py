"""A list of trainers as one looks through it: by what they may do, by name, in an order."""

from django.core.paginator import Paginator
from django.http import HttpRequest
from django.utils.translation import gettext as _

from lms.requests import query_of, sort_links
from trainers.domain.reading import GROUPS, ORDERS, called, counts_of, in_order
from trainers.models import Accreditation
from trainers.templatetags.trainers_extras import group_label

PER_PAGE = 50


def listing(request: HttpRequest, rows: list[Accreditation]) -> dict:
    """What `trainers/_list.html` shows of all `rows`, by what the address asks for:
    `show` a word of GROUPS, `q` a part of a name, `sort` an order, `page`. What it does
    not know it leaves out of account."""
    search = " ".join(request.GET.get("q", "").split())
    found = called(rows, search)
    counts = counts_of(found)
    show = request.GET.get("show", "")
    show = show if show in GROUPS else ""
    sort = request.GET.get("sort", "")
    sort = sort if sort.removeprefix("-") in ORDERS else "name"
    chosen = in_order([one for one in found if show in ("", one.group)], sort)
    page = Paginator(chosen, PER_PAGE).get_page(request.GET.get("page"))
    return {
        "search": search,
        "show": show,
        "page": page,
        "rows": list(page),
        "is_empty": not rows,
        "tabs": _tabs(request, counts, show, total=len(found)),
        "sort_links": sort_links(request, ORDERS, sort),
    }


def _tabs(request, counts: dict[str, int], show: str, *, total: int) -> list[dict]:
    """All, and each group that has somebody."""
    some = [group for group in GROUPS if counts[group] or group == show]
    if len(some) < 2 and not show:
        return []
    return [
        {
            "label": _("All (%(number)s)") % {"number": total},
            "url": query_of(request, show=None, page=None),
            "current": not show,
        },
        *(
            {
                "label": f"{group_label(group)} ({counts[group]})",
                "url": query_of(request, show=group, page=None),
                "current": group == show,
            }
            for group in some
        ),
    ]

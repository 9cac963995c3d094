"""The screens that each bank has in the content admin."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class BankPage:
    """`address` takes the bank; `within` are the addresses of what lies below it."""

    label: str | Promise
    address: str
    icon: str
    within: frozenset[str] = frozenset()


# In their order.
BANK_PAGES = (
    BankPage(
        _("How questions do"),
        "bank_analysis",
        "view",
        frozenset({"bank_question_analysis"}),
    ),
    BankPage(
        _("Import and export"),
        "bank_interchange",
        "upload",
        frozenset({"bank_export"}),
    ),
    BankPage(
        _("Near-duplicates"),
        "bank_duplicates",
        "copy",
        # Where it leads to: the pairs of all banks, of which its own are shown.
        frozenset({"question_duplicates"}),
    ),
    BankPage(_("Versions"), "bank_versions", "history"),
    BankPage(
        _("Regrade"),
        "bank_regrades",
        "rotate",
        frozenset({"bank_regrade", "bank_regrade_new"}),
    ),
    BankPage(_("Before and after"), "bank_gains", "arrow-right-full"),
    BankPage(_("What scales say"), "bank_scales", "sliders"),
)

"""What Wagtail's own content checks look for in the preview of a text, beside the
publish checklist: only what shows once a text is rendered.

A rule selects and a check judges, in the words of axe-core. What a link says is judged
by courses/static/courses/content_checks.js, with the patterns given here.
"""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.userbar import ContentCheckerItem

# Words of a link that say nothing when links are read out one after the other, in the
# languages of the platform.
NOWHERE = (
    # English
    "click here",
    "click",
    "here",
    "read more",
    "more",
    "more info",
    "link",
    "this link",
    # Dutch
    "klik hier",
    "klik",
    "hier",
    "lees meer",
    "lees verder",
    "meer",
    "meer info",
    "deze link",
    # French
    "cliquez ici",
    "cliquer ici",
    "ici",
    "lire la suite",
    "en savoir plus",
    "plus",
    "ce lien",
    # German
    "hier klicken",
    "klicken sie hier",
    "weiterlesen",
    "mehr",
    "mehr erfahren",
    "dieser link",
)


def _rule(name: str, selector: str, **judged) -> dict:
    return {
        "id": name,
        "impact": "serious",
        "selector": selector,
        "tags": ["best-practice"],
        "enabled": True,
        **judged,
    }


class TextCheckerItem(ContentCheckerItem):
    """Wagtail's checks, without that for search engines, which never see these pages,
    and with ours."""

    axe_include = ["main"]
    axe_run_only = [
        *(
            rule
            for rule in ContentCheckerItem.axe_run_only
            if rule != "empty-meta-description"
        ),
        "image-alt",
        "td-headers-attr",
        "link-says-nowhere",
        "link-is-an-address",
        "recording-without-captions",
        "recording-without-transcript",
    ]
    axe_custom_rules = [
        *(
            rule
            for rule in ContentCheckerItem.axe_custom_rules
            if rule["id"] != "empty-meta-description"
        ),
        _rule("link-says-nowhere", "main a[href]", any=["check-says-where"]),
        _rule("link-is-an-address", "main a[href]", any=["check-is-no-address"]),
        _rule(
            "recording-without-captions",
            ".recording__media--uncaptioned",
            none=["check-found"],
        ),
        _rule(
            "recording-without-transcript",
            ".recording__transcript--empty",
            none=["check-found"],
        ),
    ]
    axe_custom_checks = [
        *ContentCheckerItem.axe_custom_checks,
        {
            "id": "check-says-where",
            "options": {"pattern": rf"^\s*({'|'.join(NOWHERE)})[\s.…»>]*$"},
        },
        {
            "id": "check-is-no-address",
            "options": {"pattern": r"^\s*(https?:|www\.)\S+\s*$"},
        },
        # What the selector found is wrong as it is.
        {
            "id": "check-found",
            "evaluate": "matches-definition-evaluate",
            "options": {"matcher": {"nodeName": ["video", "details"]}},
        },
    ]
    axe_messages = ContentCheckerItem.axe_messages | {
        "image-alt": {
            "error_name": _("An image without alternative text"),
            "help_text": _("Say what it shows, or that it is decoration"),
        },
        "td-headers-attr": {
            "error_name": _("A table names headers that it does not have"),
            "help_text": _("Give each column or row its header"),
        },
        "link-says-nowhere": {
            "error_name": _("A link does not say where it leads"),
            "help_text": _(
                "Name what is behind it: some readers hear links without the text "
                "around them"
            ),
        },
        "link-is-an-address": {
            "error_name": _("A link is a bare address"),
            "help_text": _("Write what is there; on paper the address is added"),
        },
        "recording-without-captions": {
            "error_name": _("A video without captions"),
            "help_text": _("Add captions to the recording"),
        },
        "recording-without-transcript": {
            "error_name": _("A recording without transcript"),
            "help_text": _("Add what is said, and what is seen"),
        },
    }

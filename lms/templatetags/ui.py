"""The interface's parts. A builtin library: templates use them without `load`."""

from collections.abc import Hashable

from django import template
from django.conf import settings
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from lms.icons import sprite_url
from lms.remembered import Remembered
from lms.texts import Spoken, in_a_sentence

register = template.Library()


@register.simple_tag
def icon(name: str, label: str = "") -> SafeString:
    """A line icon of the sprite. With `label` it speaks; without, words beside it do."""
    if label:
        return format_html(
            '<svg class="icon" role="img" aria-label="{}"><use href="{}#{}"/></svg>',
            label,
            sprite_url(),
            name,
        )
    return format_html(
        '<svg class="icon" aria-hidden="true" focusable="false">'
        '<use href="{}#{}"/></svg>',
        sprite_url(),
        name,
    )


@register.simple_tag
def language_names() -> list[tuple[str, str]]:
    """The languages of the interface, each under its own name."""
    return list(settings.RELAY_LANGUAGE_NAMES.items())


@register.simple_tag
def fixed(template_name: str, **values: Hashable) -> SafeString:
    """A part of the page that depends on nothing but the language and these values:
    rendered once for each. It gets no other context; in DEBUG it is rendered every
    time."""
    if settings.DEBUG:
        return render_to_string(template_name, values)
    key = (template_name, get_language(), *values.items())
    return _fixed.of([key])[key]


def _render(keys: set[tuple]) -> dict[tuple, SafeString]:
    return {key: render_to_string(key[0], dict(key[2:])) for key in keys}


_fixed = Remembered(_render, most=2000)


@register.simple_tag
def spoken(text: str) -> str | SafeString:
    """A text of lms.texts.Spoken, marked with its language where the page has another."""
    language = getattr(text, "language", "")
    if language in ("", get_language()):
        return text
    return format_html('<span lang="{}">{}</span>', language, text)


@register.simple_tag
def fallback_note(text: Spoken | str) -> SafeString:
    """Says in one line that a text is not in the reader's language; nothing where it
    is."""
    language, wanted = getattr(text, "language", ""), get_language()
    if language in ("", wanted):
        return SafeString("")
    words = _("Not in %(wanted)s yet; you read it in %(spoken)s.") % {
        "wanted": in_a_sentence(wanted),
        "spoken": in_a_sentence(language),
    }
    return format_html(
        '<p class="fallback-note" lang="{}">{}{}</p>', wanted, icon("languages"), words
    )


@register.simple_tag
def lane(done: int, total: int, label: str = "") -> SafeString:
    """The progress line: run part, baton, and the part ahead a step lower.

    `done` of `total`, as counts of the same unit; `label` replaces the words that say
    how far it is."""
    share = min(max(done / total, 0), 1) if total else 0
    words = label or _("%(percent)s percent done") % {"percent": round(share * 100)}
    at = 12 + share * 576
    run = ahead = ""
    if share > 0.03:
        run = format_html('<path class="lane__run" d="M3 5H{}"/>', round(at - 8))
    if share < 0.95:
        ahead = format_html(
            '<path class="lane__ahead" d="M{} 13H598"/>', round(at + 18)
        )
    end = min(at + 14, 592)
    baton = f"M{end - 14:.0f} 5L{end:.0f} 13"
    return format_html(
        '<svg class="lane" viewBox="0 0 600 18" preserveAspectRatio="none" role="img" '
        'aria-label="{}">{}{}<path class="lane__baton-edge" d="{}"/>'
        '<path class="lane__baton" d="{}"/></svg>',
        words,
        run,
        ahead,
        baton,
        baton,
    )


CHIP_ICONS = {
    "ok": "circle-check",
    "warn": "calendar-clock",
    "danger": "calendar-x",
    "info": "route",
    "neutral": "circle-dashed",
    "line": "key-round",
}


@register.simple_tag
def chip(kind: str, text: str, icon_name: str = "") -> SafeString:
    """A state in words with its icon; kind is ok, warn, danger, info, neutral or line."""
    return format_html(
        '<span class="chip chip--{}">{}{}</span>',
        kind,
        icon(icon_name or CHIP_ICONS[kind]),
        text,
    )


NOTICE_ICONS = {
    "info": "info",
    "ok": "circle-check",
    "warn": "triangle-alert",
    "error": "circle-alert",
}


@register.simple_block_tag
def notice(content, kind: str = "info", title: str = "", icon_name: str = ""):
    """A message that stays on the page; kind is info, ok, warn or error."""
    head = format_html('<p class="notice__title">{}</p>', title) if title else ""
    return format_html(
        '<div class="notice notice--{}">{}<div>{}{}</div></div>',
        kind,
        icon(icon_name or NOTICE_ICONS[kind]),
        head,
        content,
    )


@register.simple_block_tag
def empty_state(content, title: str = "", icon_name: str = "inbox"):
    """What will appear here, and how to make it appear."""
    head = format_html("<p><strong>{}</strong></p>", title) if title else ""
    return format_html(
        '<div class="empty-state">{}{}{}</div>', icon(icon_name), head, content
    )


@register.inclusion_tag("lms/components/field.html")
def field(bound_field, hint: str = "") -> dict:
    """A form field with label, hint and errors, tied together for screen readers."""
    return {"field": bound_field, "hint": hint or bound_field.help_text}


@register.inclusion_tag("lms/components/error_summary.html")
def error_summary(form) -> dict:
    """All errors of a form at its top, each a link to its field."""
    return {"form": form}


@register.simple_tag
def coverage_bar(
    covered: int, expiring: int, total: int, target: int | None = None
) -> SafeString:
    """How many of `total` are covered; `expiring` are among `covered`. `target` is a
    percentage; None draws no mark."""
    if not total:
        return SafeString("")
    width = 1000
    safe = round((covered - expiring) / total * width)
    soon = round(expiring / total * width)
    mark = ""
    if target is not None:
        at = target * 10
        mark = format_html('<path class="coverage__target" d="M{} 0V18"/>', at)
    label = _("%(covered)s of %(total)s covered, %(expiring)s run out soon") % {
        "covered": covered,
        "total": total,
        "expiring": expiring,
    }
    return format_html(
        '<svg class="coverage" viewBox="0 0 1000 18" preserveAspectRatio="none" '
        'role="img" aria-label="{}"><rect class="coverage__valid" width="{}" '
        'height="18"/><rect class="coverage__expiring" x="{}" width="{}" '
        'height="18"/>{}</svg>',
        label,
        safe,
        safe,
        soon,
        mark,
    )


@register.simple_tag
def share_bar(number: int, total: int) -> SafeString:
    """A bar for a number out of a total; the number stands beside it in words."""
    width = round(number / total * 1000) if total else 0
    return format_html(
        '<svg class="coverage" viewBox="0 0 1000 18" preserveAspectRatio="none" '
        'aria-hidden="true" focusable="false"><rect class="coverage__valid" '
        'width="{}" height="18"/></svg>',
        width,
    )


@register.simple_tag
def stat(number, words: str) -> SafeString:
    """One large number with one line of words, for use inside `.stats`."""
    return format_html(
        '<p class="stat"><span class="stat__number">{}</span> '
        '<span class="stat__words">{}</span></p>',
        number,
        words,
    )


@register.inclusion_tag("lms/components/pagination.html", takes_context=True)
def pagination(context, page) -> dict:
    """Previous and next of a paginator's page, keeping the other query parameters."""
    return {"page": page, "request": context["request"]}


@register.inclusion_tag("lms/components/breadcrumbs.html")
def breadcrumbs(*pairs: str) -> dict:
    """Labels and addresses in turn; the last label is the page itself."""
    crumbs = [
        {"label": label, "url": pairs[n + 1] if n + 1 < len(pairs) else ""}
        for n, label in enumerate(pairs)
        if n % 2 == 0
    ]
    return {"crumbs": crumbs}


@register.inclusion_tag("lms/components/person.html")
def person(name: str, about: str = "") -> dict:
    """A person in a line of words: no picture."""
    return {"name": name, "about": about}


@register.inclusion_tag("lms/components/steps.html")
def steps(rows: list[dict]) -> dict:
    """A stepper: rows of {"title", "note", "state"} with state done, now or ahead."""
    return {"rows": rows}


@register.inclusion_tag("lms/components/timeline.html")
def timeline(events: list[dict]) -> dict:
    """Events of {"date", "title", "text"}, in the order given."""
    return {"events": events}


@register.inclusion_tag("lms/components/tabs.html")
def tabs(rows: list[dict], label: str = "") -> dict:
    """Links of {"label", "url", "current"} as tabs."""
    return {"rows": rows, "label": label}

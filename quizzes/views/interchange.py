"""Files of questions in the content admin: in after a look, back again, and out."""

import base64
from secrets import token_urlsafe

from django.conf import settings
from django.contrib import messages
from django.core.cache import cache
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from lms.errors import DomainError
from lms.requests import given_file
from quizzes.domain.duplicates.arriving import Like, like_those_here
from quizzes.domain.duplicates.reading import own_questions
from quizzes.domain.exporting import export_questions
from quizzes.domain.importing import import_questions, undo_import
from quizzes.domain.planning import language_of, plan_import
from quizzes.interchange import FORMATS, LARGEST, Format
from quizzes.models import Bank, Question
from quizzes.views.banks import bank_of_author

# Seconds between a look at a file and its confirmation.
KEPT_FOR = 60 * 60
# So many of the files that were read in are listed.
IMPORTS = 30


@require_http_methods(["GET", "HEAD", "POST"])
def interchange(request, pk):
    """A bank's imports and exports; a file is first looked at, then read in."""
    bank = bank_of_author(request, pk)
    plan, like, problem, data = None, {}, "", b""
    form, language = _form(request.POST), _language(request.POST, bank)
    if request.method == "POST":
        try:
            data = _given(request)
            if "confirmed" in request.POST:
                run = import_questions(
                    bank,
                    form,
                    data,
                    language=language,
                    actor=request.user,
                    now=timezone.now(),
                )
                messages.success(request, _told_of_import(len(run.made)))
                return redirect("bank_interchange", pk)
            plan = plan_import(bank, form, data, language=language)
            mine = own_questions(request.user)
            like = like_those_here(plan.ready, mine, language=language)
        except DomainError as error:
            problem = error.message
    return TemplateResponse(
        request,
        "quizzes/admin/interchange.html",
        {
            "bank": bank,
            "formats": FORMATS.values(),
            "form": form,
            "languages": settings.RELAY_LANGUAGE_NAMES,
            "language": language,
            "largest": LARGEST // 1024 // 1024,
            "problem": problem,
            "imports": [] if plan else _imports(bank),
            **(_shown(plan, like) if plan else {}),
            "kept": _kept(request, data) if plan else "",
        },
        status=422 if problem else 200,
    )


def _kept(request, data: bytes) -> str:
    """The name under which a file that was looked at waits to be confirmed by the same
    person: a form sends it back only if it is small."""
    name = token_urlsafe(16)
    cache.set(_place(request, name), base64.b64encode(data).decode(), KEPT_FOR)
    return name


def _given(request) -> bytes:
    """The file that is uploaded, or that waits to be confirmed. Raises DomainError."""
    if "confirmed" not in request.POST:
        return given_file(request, most=LARGEST)
    kept = cache.get(_place(request, request.POST.get("kept", "")))
    if kept is None:
        raise DomainError(
            _("It is too long ago that this file was looked at. Choose it again."),
            code="gone",
        )
    return base64.b64decode(kept)


def _place(request, name: str) -> str:
    return f"questions-{request.user.pk}-{slugify(name)[:40]}"


@require_POST
def undo(request, pk, run):
    """Take away what an import made."""
    bank = bank_of_author(request, pk)
    run = get_object_or_404(bank.imports, pk=run)
    try:
        undone = undo_import(run, actor=request.user, now=timezone.now())
    except DomainError as error:
        messages.error(request, error.message)
        return redirect("bank_interchange", pk)
    told = ngettext(
        "%(count)s question is removed again.",
        "%(count)s questions are removed again.",
        undone.removed,
    )
    messages.success(request, told % {"count": undone.removed})
    if undone.kept:
        messages.warning(
            request,
            _("These stay, as somebody worked on them since: %(keys)s.")
            % {"keys": ", ".join(undone.kept)},
        )
    return redirect("bank_interchange", pk)


@require_safe
def export(request, pk, form):
    """What a file of a bank's questions would hold, and what it cannot."""
    bank = bank_of_author(request, pk)
    form, language = _known_form(form), _language(request.GET, bank)
    export = export_questions(bank, form, language=language)
    return TemplateResponse(
        request,
        "quizzes/admin/export.html",
        {
            "bank": bank,
            "form": form,
            "language": language,
            "languages": {
                code: settings.RELAY_LANGUAGE_NAMES[code]
                for code in bank.questions.order_by("locale_id")
                .values_list("locale__language_code", flat=True)
                .distinct()
            },
            "kinds": _named(export.kinds),
            "count": sum(export.kinds.values()),
            "stopped": [one for one in export.problems if one.stops],
            "lost": [one for one in export.problems if not one.stops],
        },
    )


@require_safe
def export_file(request, pk, form):
    """The file itself."""
    bank = bank_of_author(request, pk)
    form, language = _known_form(form), _language(request.GET, bank)
    export = export_questions(bank, form, language=language)
    return _file(export.data, form, f"{bank.code}-{language}")


@require_safe
def template(request, pk, form):
    """A file to fill in, for formats that people write by hand."""
    bank_of_author(request, pk)
    form = _known_form(form)
    if form.template is None:
        raise Http404
    return _file(form.template(), form, "questions")


def _file(data: bytes, form: Format, name: str) -> HttpResponse:
    response = HttpResponse(data, content_type=form.content_type)
    response["Content-Disposition"] = f'attachment; filename="{name}.{form.suffix}"'
    return response


def _told_of_import(count: int) -> str:
    told = ngettext(
        "%(count)s question is made as a draft. It goes live after its review.",
        "%(count)s questions are made as drafts. They go live after their review.",
        count,
    )
    return told % {"count": count}


def _shown(plan, like: dict[str, Like]) -> dict:
    return {
        "plan": plan,
        "count": len(plan.ready),
        "kinds": _named(plan.kinds),
        "there": sum(one.likeness.is_same for one in like.values()),
        "alike": sum(not one.likeness.is_same for one in like.values()),
        "ready": [
            {
                "key": one.key,
                "kind": _name_of(one.kind),
                "prompt": one.prompt,
                "like": like.get(one.key),
            }
            for one in plan.ready
        ],
        "stopped": plan.stopped,
        "lost": plan.lost,
    }


def _imports(bank: Bank) -> list[dict]:
    runs = bank.imports.select_related("made_by")[:IMPORTS]
    return [
        {
            "run": run,
            "format": FORMATS[run.format].label
            if run.format in FORMATS
            else run.format,
            "language": settings.RELAY_LANGUAGE_NAMES.get(run.language, run.language),
            "count": len(run.made),
            "problems": len(run.problems),
        }
        for run in runs
    ]


def _named(kinds: dict[str, int]) -> list[tuple[str, int]]:
    return [(_name_of(kind), number) for kind, number in kinds.items()]


def _name_of(kind: str) -> str:
    block = Question._meta.get_field("body").stream_block
    return block.child_blocks[kind].label


def _form(data) -> Format:
    """The format that was chosen; the first of them before one was."""
    return FORMATS.get(data.get("format", ""), next(iter(FORMATS.values())))


def _known_form(name: str) -> Format:
    if name not in FORMATS:
        raise Http404
    return FORMATS[name]


def _language(data, bank: Bank) -> str:
    """The language that was chosen, else the one of most of the bank's questions."""
    language = data.get("language", "")
    if language in settings.RELAY_LANGUAGE_NAMES:
        return language
    return language_of(bank)

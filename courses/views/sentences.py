"""What wagtail-localize's editor of sentences asks of the server, in the place of its own
views: those save what comes last, whoever is at work."""

import base64

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.loader import render_to_string
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe
from rest_framework.authentication import SessionAuthentication
from rest_framework.decorators import (
    api_view,
    authentication_classes,
    permission_classes,
)
from rest_framework.permissions import IsAuthenticated
from rest_framework.response import Response
from wagtail.admin.views.pages.utils import get_valid_next_url_from_request
from wagtail_localize.models import StringSegment, Translation
from wagtail_localize.views import edit_translation as theirs

from courses.domain.languages import po
from courses.domain.languages.sentences import (
    Overtaken,
    Place,
    mark_of,
    write_sentence,
)
from courses.views.po import chosen_in, shown_reading, told_of
from lms.errors import DomainError
from lms.requests import given_file

OF_TRANSLATION = "X-WagtailLocalize-TranslationID"


def install() -> None:
    """Answer at wagtail-localize's addresses; before it makes them."""
    theirs.edit_string_translation = edit_sentence
    theirs.download_pofile = download
    theirs.upload_pofile = upload


@api_view(["PUT", "DELETE"])
@permission_classes([IsAuthenticated])
@authentication_classes([SessionAuthentication])
def edit_sentence(request, translation_id, string_segment_id):
    """Save one sentence. With status 409 and both texts where somebody else wrote
    another one since the page was loaded."""
    translation = _own(request, translation_id)
    segment = get_object_or_404(
        StringSegment.objects.select_related("string", "context"), pk=string_segment_id
    )
    if segment.context.object_id != translation.source.object_id:
        raise Http404
    words = request.POST.get("value", "") if request.method == "PUT" else ""
    seen = request.POST.get("seen")
    try:
        row = write_sentence(
            Place(segment.string_id, segment.context_id, translation.target_locale_id),
            words,
            seen=None if seen is None else mark_of(seen),
            by=request.user,
        )
    except Overtaken as problem:
        return Response(_both(translation, segment, problem.held, words), status=409)
    return Response(row and _serialized(translation, row))


def _both(translation, segment, held, words) -> dict:
    return {
        "words": held.data,
        "held": _serialized(translation, held),
        "html": render_to_string(
            "courses/admin/languages/both.html",
            {
                "source": segment.string.data,
                "source_language": translation.source.locale.language_code,
                "language": translation.target_locale.language_code,
                "held": held,
                "words": words,
            },
        ),
    }


def _serialized(translation, row) -> dict:
    return theirs.StringTranslationSerializer(
        row, context={"translation_source": translation.source}
    ).data


@require_safe
def download(request, translation_id):
    """The sentences of one text, each with the mark of what stands there."""
    translation = _own(request, translation_id)
    file = translation.export_po()
    for entry in file:
        entry.comment = po.seen_comment(entry.msgstr)
    language = translation.target_locale.language_code
    name = f"{slugify(translation.source.object_repr)}-{language}.po"
    return HttpResponse(
        str(file),
        content_type="text/x-gettext-translation",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


@require_POST
def upload(request, translation_id):
    """Read such a file in; where somebody translated a sentence otherwise since, first
    show both."""
    translation = _own(request, translation_id)
    back = get_valid_next_url_from_request(request) or reverse("wagtailadmin_home")
    language = translation.target_locale.language_code
    keys = {translation.source.object_id}
    try:
        data = given_file(request, most=po.LARGEST)
        entries = _entries(translation, data)
        reading = po.read_entries(entries, keys, language)
        if "confirmed" in request.POST or not reading.conflicts:
            reading = po.take_over(
                entries,
                keys,
                language,
                actor=request.user,
                chosen=chosen_in(request.POST),
            )
            messages.success(request, told_of(reading))
    except DomainError as problem:
        messages.error(request, problem.message)
        return redirect(back)
    if not reading.conflicts:
        return redirect(back)
    return TemplateResponse(
        request,
        "courses/admin/languages/po.html",
        {
            "back": back,
            "language_name": settings.RELAY_LANGUAGE_NAMES[language],
            "language": language,
            "data": base64.b64encode(data).decode(),
            **shown_reading(reading),
        },
    )


def _entries(translation, data: bytes) -> list:
    """The sentences of a file of this translation, at their places in its text."""
    file = po.parse(data)
    if file.metadata.get(OF_TRANSLATION) != str(translation.uuid):
        raise DomainError(
            _("This file is of another text or language. Nothing was changed."),
            code="other_text",
        )
    for entry in file:
        entry.msgctxt = po.place_of(translation.source.object_id, entry.msgctxt)
    return list(file)


def _own(request, translation_id) -> Translation:
    translation = get_object_or_404(
        Translation.objects.select_related("source__locale", "target_locale"),
        pk=translation_id,
    )
    if not theirs.user_can_edit_instance(
        request.user, translation.get_target_instance()
    ):
        raise PermissionDenied
    return translation

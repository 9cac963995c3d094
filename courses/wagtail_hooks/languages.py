"""Addresses and menu items of a course's languages."""

from django.templatetags.static import static
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.models import TranslatableMixin

from courses.views import languages, po, sentences, translating
from courses.wagtail_hooks.shared import (
    WritersMenuItem,
    any_word,
    own_course,
    releasable,
)
from lms import content_admin
from lms.content_admin.objects import own_translation

# It makes its addresses only after this.
sentences.install()

content_admin.register_address("translations_to_do")
content_admin.register_address("course_translate", pk=own_course, language=any_word)
content_admin.register_address("course_by_sentence", pk=own_course, language=any_word)
content_admin.register_address("course_po", pk=own_course, language=any_word)
content_admin.register_address("course_po_import", pk=own_course, language=any_word)
content_admin.register_address("translation_status", pk=own_translation)
content_admin.register_address("course_languages", pk=own_course)
content_admin.register_address("course_languages_report", pk=own_course)
content_admin.register_address(
    "course_languages_act", pk=own_course, language=any_word, step=any_word
)
content_admin.register_address("course_language_exception", pk=releasable)


@hooks.register("register_admin_urls")
def register_language_urls():
    course = "courses/<int:pk>/languages/"
    return [
        path("translations/", languages.to_do, name="translations_to_do"),
        path(course, languages.board, name="course_languages"),
        path(f"{course}report.csv", languages.report, name="course_languages_report"),
        path(
            f"{course}exception/",
            languages.exception,
            name="course_language_exception",
        ),
        path(
            f"{course}<slug:language>/translate/",
            translating.submit,
            name="course_translate",
        ),
        path(
            f"{course}<slug:language>/sentences/",
            translating.by_sentence,
            name="course_by_sentence",
        ),
        path("translations/<int:pk>/", translating.status, name="translation_status"),
        path(f"{course}<slug:language>/file.po", po.export, name="course_po"),
        path(f"{course}<slug:language>/file/", po.take, name="course_po_import"),
        path(
            f"{course}<slug:language>/<slug:step>/",
            languages.act,
            name="course_languages_act",
        ),
    ]


@hooks.register("insert_editor_js")
def choose_between_two_translations():
    return format_html(
        '<link rel="stylesheet" href="{}"><script src="{}"></script>',
        static("courses/languages.css"),
        static("courses/sentences.js"),
    )


# Before the hooks of wagtail-localize, which show its editor.
@hooks.register("before_edit_page", order=-10)
@hooks.register("before_edit_snippet", order=-10)
def translations_are_published_complete(request, instance):
    if isinstance(instance, TranslatableMixin):
        return translating.before_editing(request, instance)
    return None


@hooks.register("register_admin_menu_item")
def register_translations_menu_item():
    return WritersMenuItem(
        _("Translations to do"),
        reverse("translations_to_do"),
        icon_name="globe",
        order=167,
    )

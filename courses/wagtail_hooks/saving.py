"""Pressing a button of the editor while it saves by itself."""

from django.templatetags.static import static
from django.utils.html import format_html
from wagtail import hooks


@hooks.register("insert_editor_js")
def wait_for_what_is_being_saved():
    return format_html('<script src="{}"></script>', static("courses/admin/saving.js"))

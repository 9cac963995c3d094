"""Naming a thing of the content admin in an address, and finding it again."""

import re

from django.apps import apps
from django.db import models

from lms.content_admin.objects import EDIT, has
from lms.publishing import ChecklistMixin

TOKEN = re.compile(r"(\w+)\.(\w+)\.(\d+)")


def token_of(thing: models.Model) -> str:
    return f"{thing._meta.label_lower}.{thing.pk}"


def own_thing(user, token: str) -> bool:
    """Whether a token names something that a person may change or publish."""
    return _find(user, token) is not None


def draft_named(user, token: str) -> models.Model | None:
    """The thing with its unpublished changes; None for what is not the person's."""
    found = _find(user, token)
    return found and found.get_latest_revision_as_object()


def _find(user, token: str) -> models.Model | None:
    match = TOKEN.fullmatch(token)
    if match is None:
        return None
    app_label, model_name, pk = match.groups()
    try:
        model = apps.get_model(app_label, model_name)
    except LookupError:
        return None
    if not issubclass(model, ChecklistMixin):
        return None
    if not has(user, model, pk, actions=(*EDIT, "publish")):
        return None
    return model.objects.get(pk=pk)

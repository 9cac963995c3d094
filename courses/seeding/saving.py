"""Writes one page or snippet as a published revision, if it differs from the files and
nobody has worked on it since."""

import json
import logging
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import chain
from typing import Any
from uuid import UUID

from django.db import models
from django.db.models.signals import post_save
from django.utils import timezone
from wagtail.fields import StreamField
from wagtail.log_actions import log
from wagtail.models import Locale, ModelLogEntry, Page, PageLogEntry, ReferenceIndex
from wagtail.search.backends import get_search_backends
from wagtail.search.index import get_indexed_models
from wagtail.search.signal_handlers import post_save_signal_handler
from wagtail.signal_handlers import disable_reference_index_auto_update

from courses.domain.reviewing.gate import record_loaded

# In the log entry of every revision that was loaded from files: an author's has none.
MARK = {"loaded_from": "files"}


@dataclass
class Report:
    """What a load did. `notes` are sentences for the person who started it."""

    created: int = 0
    updated: int = 0
    unchanged: int = 0
    kept: int = 0
    notes: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        return (
            f"{self.created} created, {self.updated} updated, "
            f"{self.unchanged} unchanged, {self.kept} left to their authors"
        )


@dataclass(frozen=True)
class Saved:
    instance: Any
    was_written: bool


class Saver:
    """Saves what the files say, and remembers what it wrote for the indexes."""

    def __init__(self) -> None:
        self.report = Report()
        self._written: dict[type, list[int]] = defaultdict(list)
        self._loaded = set(
            chain.from_iterable(
                entries.objects.filter(data__loaded_from=MARK["loaded_from"])
                .exclude(revision=None)
                .values_list("revision_id", flat=True)
                for entries in (PageLogEntry, ModelLogEntry)
            )
        )

    def page(
        self, model, *, key: UUID, locale: Locale, parent: Page, values: dict[str, Any]
    ) -> Saved:
        """The page with this key and locale, holding `values`; made below `parent`."""

        def create():
            page = model(translation_key=key, locale=locale)
            _assign(page, values)
            parent.add_child(instance=page)
            return page

        return self._save(model, key, locale, values, create)

    def snippet(
        self, model, *, key: UUID, locale: Locale, values: dict[str, Any]
    ) -> Saved:
        def create():
            snippet = model(translation_key=key, locale=locale)
            _assign(snippet, values)
            snippet.full_clean()
            snippet.save()
            return snippet

        return self._save(model, key, locale, values, create)

    def _save(self, model, key, locale, values, create) -> Saved:
        instance = model.objects.filter(translation_key=key, locale=locale).first()
        if instance is None:
            self.report.created += 1
            return Saved(self._publish(create()), was_written=True)
        if _holds(instance, values):
            self.report.unchanged += 1
            return Saved(instance, was_written=False)
        if instance.latest_revision_id not in self._loaded:
            self.report.kept += 1
            self.report.notes.append(
                f"“{instance}” ({locale.language_code}) was changed by an author since "
                "it was loaded; it was left as it is."
            )
            return Saved(instance, was_written=False)
        _assign(instance, values)
        self.report.updated += 1
        return Saved(self._publish(instance), was_written=True)

    def _publish(self, instance):
        record_loaded(instance, now=timezone.now())
        revision = instance.save_revision()
        revision.publish(log_action=False)
        log(instance, "wagtail.publish", revision=revision, data=MARK)
        self._loaded.add(revision.pk)
        self._written[type(instance)].append(instance.pk)
        instance.live = True
        return instance

    @contextmanager
    def indexes_afterwards(self) -> Iterator[None]:
        """Bring the search and reference indexes up to date once, for what was written,
        where each save would otherwise put two tasks into the queue."""
        quiet = [m for m in get_indexed_models() if getattr(m, "search_auto_update", 1)]
        logger = logging.getLogger("wagtail")
        level = logger.level
        # It tells three lines about each of hundreds of pages.
        logger.setLevel(logging.WARNING)
        for model in quiet:
            post_save.disconnect(post_save_signal_handler, sender=model)
        try:
            with disable_reference_index_auto_update():
                yield
        finally:
            for model in quiet:
                post_save.connect(post_save_signal_handler, sender=model)
            logger.setLevel(level)
        self._index()

    def _index(self) -> None:
        for model, ids in self._written.items():
            instances = list(model.objects.filter(pk__in=ids))
            for instance in instances:
                if ReferenceIndex.is_indexed(model):
                    ReferenceIndex.create_or_update_for_object(instance)
            if model in get_indexed_models():
                for backend in get_search_backends(with_auto_update=True):
                    index = backend.get_index_for_model(model)
                    index.add_items(model, instances)
        self._written.clear()


def _assign(instance, values: dict[str, Any]) -> None:
    for name, value in values.items():
        is_stream = isinstance(instance._meta.get_field(name), StreamField)
        setattr(instance, name, json.dumps(value) if is_stream else value)


def _holds(instance, values: dict[str, Any]) -> bool:
    return all(
        _plain(instance, name, getattr(instance, name)) == _plain(instance, name, value)
        for name, value in values.items()
    )


def _plain(instance, name: str, value) -> Any:
    model_field = instance._meta.get_field(name)
    if isinstance(model_field, StreamField):
        rows = value if isinstance(value, list) else value.raw_data
        return [dict(row) for row in rows]
    if isinstance(model_field, models.ManyToManyField):
        return {one.pk for one in (value if isinstance(value, list) else value.all())}
    return value

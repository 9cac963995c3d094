"""What lessons show besides facts and cases, each in a file of its own that a module may
have: symbols.toml, testimonies.toml, and media.toml with images, recordings and
downloads, whose files are in the folder `media` beside it.

A testimony in starter files is invented, and says so; its consent names a document all
the same, because none is shown without.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from django.core.files import File
from django.db import models
from django.utils import timezone
from wagtail.models import Collection

from courses.enums import ExtremismForm
from courses.models import Symbol
from courses.seeding.keys import key_of
from courses.seeding.markup import INLINE_TAGS, NotAllowedError, to_html
from courses.seeding.tables import Table, Texts, check_keys
from media.models import (
    MediaDocument,
    MediaImage,
    Recording,
    RecordingTranslation,
    Testimony,
    TestimonyConsent,
)
from organisations.domain.groups import collection_of

_FILES = {
    "symbol": "symbols.toml",
    "testimony": "testimonies.toml",
    "image": "media.toml",
    "recording": "media.toml",
    "download": "media.toml",
}


@dataclass(frozen=True)
class Row:
    """One thing: `values` are the same in all languages, `texts` differ; `files` are
    paths by the name of the field."""

    key: str
    values: dict[str, Any] = field(default_factory=dict)
    texts: dict[str, Texts] = field(default_factory=dict)
    lists: dict[str, tuple[Texts, ...]] = field(default_factory=dict)
    files: dict[str, Path] = field(default_factory=dict)
    rows: tuple["Row", ...] = ()


@dataclass(frozen=True)
class ShownSeed:
    symbol: tuple[Row, ...] = ()
    testimony: tuple[Row, ...] = ()
    image: tuple[Row, ...] = ()
    recording: tuple[Row, ...] = ()
    download: tuple[Row, ...] = ()


def read_shown(
    folder: Path, read: Callable[[Path], Table], keys: dict[str, set[str]]
) -> ShownSeed:
    """What a module's files bring; `keys` grows with their keys, by kind."""
    found = {}
    for kind, name in _FILES.items():
        path = folder / name
        rows = read(path).rows(kind) if path.exists() else []
        check_keys(rows, keys[kind])
        found[kind] = tuple(_READERS[kind](row) for row in rows)
    return ShownSeed(**found)


def _path(row: Table, name: str) -> Path:
    path = row.path.parent / "media" / row.get(name, str)
    if not path.is_file():
        row.problem(name, f"there is no file {path.name} in the folder media")
    return path


def _rights(row: Table) -> dict[str, str]:
    return {name: row.get(name, str) for name in ("rights_holder", "licence")}


def _symbol(row: Table) -> Row:
    innocent = tuple(one.texts() for one in row.rows("innocent"))
    if not innocent:
        row.problem("innocent", "is missing: a symbol has an innocent meaning")
    return Row(
        row.get("key", str),
        values={
            "form": row.one_of("form", ExtremismForm.values),
            "written": row.get("written", str),
            "source_url": row.get("source_url", str, ""),
            "source_date": row.get("source_date", date),
            "review_by": row.get("review_by", date),
        },
        texts={
            name: row.text(name)
            for name in ("name", "period", "region", "meaning", "source_title")
        },
        lists={"innocent": innocent},
    )


def _testimony(row: Table) -> Row:
    return Row(
        row.get("key", str),
        values={
            "scope": row.get("scope", str),
            "given_on": row.get("given_on", date),
            "ends_on": row.get("ends_on", date),
        },
        texts={
            "title": row.text("title", max_length=120),
            "named_as": row.text("named_as", max_length=120),
            "words": _words(row),
        },
        files={"document": _path(row, "document")},
    )


def _words(row: Table) -> Texts:
    texts = row.text("words")
    try:
        return {
            code: to_html(text, INLINE_TAGS | {"p", "ul", "ol", "li"})
            for code, text in texts.items()
        }
    except NotAllowedError as error:
        row.problem("words", str(error))
        return texts


def _image(row: Table) -> Row:
    return Row(
        row.get("key", str),
        values={"title": row.get("title", str), **_rights(row)},
        texts={"text": row.text("text")},
        files={"file": _path(row, "file")},
    )


def _recording(row: Table) -> Row:
    return Row(
        row.get("key", str),
        values={
            "title": row.get("title", str),
            "language": row.get("language", str),
            "transcript": row.get("transcript", str).strip(),
            "seconds": row.within("seconds", 1, 36000),
            **_rights(row),
        },
        files={name: _path(row, name) for name in ("file", "captions")},
        rows=tuple(
            Row(
                one.get("language", str),
                values={"transcript": one.get("transcript", str).strip()},
                files={"captions": _path(one, "captions")},
            )
            for one in row.rows("translations")
        ),
    )


def _download(row: Table) -> Row:
    return Row(
        row.get("key", str),
        values={
            "title": row.get("title", str),
            "language": row.get("language", str),
            **_rights(row),
        },
        files={"file": _path(row, "file")},
    )


_READERS: dict[str, Callable[[Table], Row]] = {
    "symbol": _symbol,
    "testimony": _testimony,
    "image": _image,
    "recording": _recording,
    "download": _download,
}


def write_shown(seed: ShownSeed, languages, *, owner) -> dict[str, dict]:
    """{kind: {key: {language: what a block of this kind holds}}}. What is there already
    is left as it is, but for words of symbols and testimonies (see Saver)."""
    return {
        kind: {row.key: _WRITERS[kind](row, languages, owner) for row in rows}
        for kind, rows in vars(seed).items()
    }


def _write_symbol(row: Row, languages, owner) -> dict:
    return languages.snippets(
        Symbol,
        key=key_of("symbol", row.key),
        values=lambda code: {
            "owner": owner,
            "key": row.key,
            **row.values,
            **{name: text[code] for name, text in row.texts.items()},
            "innocent": [
                {
                    "type": "meaning",
                    "value": text[code],
                    "id": str(key_of("symbol", row.key, "innocent", str(number))),
                }
                for number, text in enumerate(row.lists["innocent"], start=1)
            ],
        },
    )


def _write_testimony(row: Row, languages, owner) -> dict:
    key = key_of("testimony", row.key)
    consent = TestimonyConsent.objects.filter(testimony_key=key).first()
    if consent is None:
        consent = TestimonyConsent(
            testimony_key=key, owner=owner, recorded_at=timezone.now(), **row.values
        )
        _save_with_files(consent, row.files)
    elif consent.withdrawn_at is not None:
        rows = Testimony.objects.filter(translation_key=key).select_related("locale")
        return {one.locale.language_code: one for one in rows}
    return languages.snippets(
        Testimony,
        key=key,
        values=lambda code: {
            "owner": owner,
            "key": row.key,
            "is_safe": True,
            "title": row.texts["title"][code],
            "named_as": row.texts["named_as"][code],
            "words": row.texts["words"][code],
        },
    )


def _write_image(row: Row, languages, owner) -> dict:
    image = _file_of(MediaImage, row, owner, no_danger_cue=True)
    return {
        code: {
            "image": image.pk,
            "alt_text": row.texts["text"][code],
            "decorative": False,
        }
        for code in languages.codes
    }


def _write_download(row: Row, languages, owner) -> dict:
    return dict.fromkeys(languages.codes, _file_of(MediaDocument, row, owner))


def _file_of(model: type[models.Model], row: Row, owner, **more):
    """The image or document of this title that the owner has; made when there is none."""
    collection = collection_of(owner) or Collection.get_first_root_node()
    found = model.objects.filter(
        title=row.values["title"], collection=collection
    ).first()
    if found is None:
        found = model(collection=collection, **row.values, **more)
        _save_with_files(found, row.files)
    return found


def _write_recording(row: Row, languages, owner) -> dict:
    found = Recording.objects.filter(owner=owner, title=row.values["title"]).first()
    if found is None:
        # Live once everything is there: captions in other languages are judged too.
        found = Recording(owner=owner, live=False, **row.values)
        _save_with_files(found, row.files)
        for one in row.rows:
            translation = RecordingTranslation(
                recording=found, language=one.key, **one.values
            )
            _save_with_files(translation, one.files)
        found = Recording.objects.get(pk=found.pk)
        found.save_revision().publish(log_action=False)
        found.refresh_from_db()
    return dict.fromkeys(languages.codes, found)


def _save_with_files(instance, files: dict[str, Path]) -> None:
    opened = []
    for name, path in files.items():
        opened.append(path.open("rb"))
        setattr(instance, name, File(opened[-1], name=path.name))
    instance.save()
    for file in opened:
        file.close()


_WRITERS: dict[str, Callable[..., dict]] = {
    "symbol": _write_symbol,
    "testimony": _write_testimony,
    "image": _write_image,
    "recording": _write_recording,
    "download": _write_download,
}

"""Ids that follow from natural keys: equal in all languages and on every load."""

import uuid

# Block types that show something of symbols.toml, testimonies.toml or media.toml.
SHOWN_KINDS = ("symbol", "testimony", "image", "recording", "download")

_RELAY = uuid.UUID("0f6f3c0e-7b0b-5a53-9d6d-3f1f4f0a6c11")


def key_of(*natural: str) -> uuid.UUID:
    """The id of what is named by `natural`, such as ("fact", "cl1-f1")."""
    return uuid.uuid5(_RELAY, "/".join(natural))


def course_key(course: str) -> uuid.UUID:
    return key_of("course", course)


def module_key(course: str, module: str) -> uuid.UUID:
    return key_of("course", course, module)


def lesson_key(course: str, module: str, lesson: str) -> uuid.UUID:
    return key_of("course", course, module, lesson)


def fact_key(fact: str) -> uuid.UUID:
    return key_of("fact", fact)


def vignette_key(vignette: str) -> uuid.UUID:
    return key_of("vignette", vignette)


def statement_key(statement: str) -> uuid.UUID:
    return key_of("statement", statement)

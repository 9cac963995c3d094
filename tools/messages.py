"""Message catalogues without msgfmt or xgettext.

    messages.py update    extract from code and templates into <app>/locale/…/django.po
    messages.py compile   write the .mo files whose .po is newer
    messages.py check     fail for anything missing, stale, fuzzy or left in English

English is the language of the source; the catalogues are Dutch, French, German.
"""

import argparse
import ast
import re
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path

import polib
from babel.messages.catalog import PYTHON_FORMAT
from babel.messages.extract import extract

ROOT = Path(__file__).resolve().parent.parent
LANGUAGES = ("nl", "fr", "de")
APPS = (
    "organisations", "media", "library", "courses", "quizzes", "certificates",
    "trainers", "tracking", "interop", "lms",
)  # fmt: skip
SAME = ROOT / "tools" / "same_in_translation.txt"
PLURALS = {
    "nl": "nplurals=2; plural=(n != 1);",
    "fr": "nplurals=2; plural=(n > 1);",
    "de": "nplurals=2; plural=(n != 1);",
}
KEYWORDS = {
    name + lazy: positions
    for name, positions in {
        "gettext": None,
        "ngettext": (1, 2),
        "pgettext": ((1, "c"), 2),
        "npgettext": ((1, "c"), 2, 3),
    }.items()
    for lazy in ("", "_lazy")
} | {"_": None, "gettext_noop": None}
COMMENT = "Translators"

# A message is known by its context and its English text.
Key = tuple[str | None, str]


@dataclass
class Message:
    msgid: str
    plural: str = ""
    context: str | None = None
    comments: list[str] = field(default_factory=list)
    files: set[str] = field(default_factory=set)

    @property
    def key(self) -> Key:
        return self.context, self.msgid


def ensure_django() -> None:
    """Templatize needs settings to exist, not any particular ones."""
    from django.conf import settings

    if not settings.configured:
        settings.configure(USE_I18N=False)


def template_as_python(text: str, name: str) -> str:
    """A template's messages as calls of gettext that a tokenizer can read."""
    from django.utils.translation.template import templatize

    # What is no message became words of X at any indentation: meaningless here,
    # and an error to a Python tokenizer.
    return "\n".join(
        line.lstrip() for line in templatize(text, origin=name).splitlines()
    )


def source_files(app: Path) -> Iterator[Path]:
    for path in sorted(app.rglob("*")):
        inside = path.relative_to(app).parts
        if "migrations" in inside or "__pycache__" in inside or "static" in inside:
            continue
        if path.suffix == ".py" or (
            path.suffix in {".html", ".txt"} and "templates" in inside
        ):
            yield path


def extract_app(app: Path) -> dict[Key, Message]:
    """Every message of an app, in order of first appearance."""
    ensure_django()
    found: dict[Key, Message] = {}
    for path in source_files(app):
        name = path.relative_to(app.parent).as_posix()
        text = path.read_text(encoding="utf-8")
        if path.suffix != ".py":
            text = template_as_python(text, name)
        for _line, texts, comments, context in extract(
            "python",
            BytesIO(text.encode()),
            keywords=KEYWORDS,
            comment_tags=(COMMENT,),
            options={"encoding": "utf-8"},
            strip_comment_tags=False,
        ):
            singular, plural = texts if isinstance(texts, tuple) else (texts, "")
            if not singular:
                continue
            message = found.setdefault(
                (context, singular), Message(singular, context=context)
            )
            message.plural = message.plural or plural
            message.files.add(name)
            message.comments += [
                note for note in comments if note not in message.comments
            ]
    return found


def apps(root: Path = ROOT) -> list[Path]:
    return [root / name for name in APPS if (root / name).is_dir()]


def catalogue_path(app: Path, language: str) -> Path:
    return app / "locale" / language / "LC_MESSAGES" / "django.po"


def new_catalogue(language: str) -> polib.POFile:
    catalogue = polib.POFile(wrapwidth=78)
    catalogue.metadata = {
        "Project-Id-Version": "Relay",
        "Language": language,
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "Plural-Forms": PLURALS[language],
    }
    return catalogue


def open_catalogue(path: Path, language: str) -> polib.POFile:
    if path.exists():
        return polib.pofile(str(path), wrapwidth=78)
    return new_catalogue(language)


def update_entry(entry: polib.POEntry, message: Message) -> None:
    entry.obsolete = False
    entry.occurrences = [(name, "") for name in sorted(message.files)]
    entry.comment = "\n".join(message.comments)
    if message.plural and entry.msgid_plural != message.plural:
        entry.msgid_plural = message.plural
        entry.msgstr_plural = {0: entry.msgstr_plural.get(0, entry.msgstr), 1: ""}
        entry.msgstr = ""
    elif not message.plural and entry.msgid_plural:
        entry.msgstr = entry.msgstr_plural.get(0, "")
        entry.msgid_plural, entry.msgstr_plural = "", {}
    flags = [flag for flag in entry.flags if flag != "python-format"]
    if PYTHON_FORMAT.search(message.msgid) or PYTHON_FORMAT.search(message.plural):
        flags.append("python-format")
    entry.flags = flags


def update(app: Path, language: str, messages: dict[Key, Message]) -> int:
    """Bring one catalogue up to date; how many messages wait for a translation.

    A translation is never guessed from a similar message, and never thrown away:
    that of a message no longer used stays at the end, out of use.
    """
    path = catalogue_path(app, language)
    if not messages and not path.exists():
        return 0
    old = open_catalogue(path, language)
    known = {(entry.msgctxt, entry.msgid): entry for entry in old}
    fresh = new_catalogue(language)
    fresh.metadata = old.metadata
    fresh.header = old.header
    for key, message in sorted(
        messages.items(),
        key=lambda item: (min(item[1].files), item[0][1], item[0][0] or ""),
    ):
        entry = known.pop(key, None) or polib.POEntry(
            msgctxt=message.context, msgid=message.msgid
        )
        update_entry(entry, message)
        fresh.append(entry)
    for entry in known.values():
        if entry.translated() or entry.obsolete:
            entry.obsolete = True
            entry.occurrences = []
            fresh.append(entry)
    text = str(fresh).rstrip() + "\n"
    if not path.exists() or path.read_text(encoding="utf-8") != text:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return sum(not translations(entry) for entry in fresh if not entry.obsolete)


def translations(entry: polib.POEntry) -> list[str]:
    """The translated texts, or nothing when one of them is missing."""
    texts = list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]
    return texts if all(text.strip() for text in texts) else []


def load_same(path: Path = SAME) -> set[tuple[str, str]]:
    """Pairs of language and text that may stay as in English."""
    allowed = set()
    for line in path.read_text(encoding="utf-8").splitlines():
        if not line.strip() or line.startswith("#"):
            continue
        match = re.fullmatch(r"\[([a-z ]+)\] (.+)", line)
        languages, text = match.groups() if match else (" ".join(LANGUAGES), line)
        # Written as in a .po file: \n and \" stand for themselves.
        text = ast.literal_eval(f'"{text}"') if "\\" in text else text
        allowed.update((language, text) for language in languages.split())
    return allowed


def placeholders(text: str) -> set[str]:
    return {
        match.group(0)
        for match in PYTHON_FORMAT.finditer(text)
        if match.group(0) != "%%"
    }


def has_words(text: str) -> bool:
    """Whether anything is left to translate without placeholders and markup."""
    bare = PYTHON_FORMAT.sub("", re.sub(r"<[^>]*>", "", text))
    return any(letter.isalpha() for letter in bare)


def entry_problems(
    entry: polib.POEntry, language: str, same: set[tuple[str, str]]
) -> Iterator[str]:
    if entry.fuzzy:
        yield "is marked fuzzy"
    texts = translations(entry)
    if not texts:
        yield "is not translated"
    wanted = placeholders(entry.msgid) | placeholders(entry.msgid_plural)
    for text in texts:
        extra = placeholders(text) - wanted
        # "One person" may leave out the number, another form may not.
        missing = set() if entry.msgid_plural else wanted - placeholders(text)
        if extra or missing:
            yield f"has other placeholders: {', '.join(sorted(extra | missing))}"
        if (
            text in {entry.msgid, entry.msgid_plural}
            and has_words(text)
            and (language, text) not in same
        ):
            yield "is the same as in English (list it in tools/same_in_translation.txt if right)"
        if (text[:1] == "\n") != (entry.msgid[:1] == "\n"):
            yield "begins differently (line break)"


def problems(
    app: Path, language: str, messages: dict[Key, Message], same: set[tuple[str, str]]
) -> list[str]:
    """What is wrong with one catalogue, a line each."""
    path = catalogue_path(app, language)
    name = path.relative_to(app.parent).as_posix()
    if not path.exists():
        return [f"{name}: missing; run make messages"] if messages else []
    entries = {
        (entry.msgctxt, entry.msgid): entry
        for entry in open_catalogue(path, language)
        if not entry.obsolete
    }
    found = [
        f"{name}: {message.msgid!r} is not in the catalogue; run make messages"
        for key, message in messages.items()
        if key not in entries or entries[key].msgid_plural != message.plural
    ]
    for key, entry in entries.items():
        if key not in messages:
            found.append(f"{name}: {entry.msgid!r} is used nowhere; run make messages")
            continue
        found += [
            f"{name}: {entry.msgid!r} {problem}"
            for problem in entry_problems(entry, language, same)
        ]
    return found


def check(root: Path = ROOT, same: set[tuple[str, str]] | None = None) -> list[str]:
    same = load_same() if same is None else same
    found = []
    for app in apps(root):
        messages = extract_app(app)
        for language in LANGUAGES:
            found += problems(app, language, messages, same)
    return found + [
        line for language in LANGUAGES for line in disagreements(root, language)
    ]


def disagreements(root: Path, language: str) -> list[str]:
    """What two catalogues translate otherwise: one of them is shown everywhere, also
    where the other was meant. A context keeps two meanings apart."""
    said: dict[Key, tuple[str, list[str]]] = {}
    found = []
    for app in apps(root):
        path = catalogue_path(app, language)
        for entry in polib.pofile(str(path)) if path.exists() else ():
            if entry.obsolete or not translations(entry):
                continue
            first, words = said.setdefault(
                (entry.msgctxt, entry.msgid), (app.name, translations(entry))
            )
            if words != translations(entry):
                found.append(
                    f"{path.relative_to(root)}: {entry.msgid!r} is translated otherwise "
                    f"in {first} (say both alike, or give one of them a context)"
                )
    return found


def compile_all(root: Path = ROOT) -> int:
    """Write every .mo that is missing or older than its .po; how many were."""
    written = 0
    for app in apps(root):
        for source in sorted(app.glob("locale/*/LC_MESSAGES/*.po")):
            target = source.with_suffix(".mo")
            if target.exists() and target.stat().st_mtime >= source.stat().st_mtime:
                continue
            # Renamed into place: a process that starts now reads the old or the new.
            with tempfile.NamedTemporaryFile(dir=target.parent, delete=False) as part:
                part.write(polib.pofile(str(source)).to_binary())
            Path(part.name).chmod(0o644)
            Path(part.name).replace(target)
            written += 1
    return written


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("action", choices=("update", "compile", "check"))
    action = parser.parse_args().action
    if action == "compile":
        compile_all()
        return 0
    if action == "update":
        for app in apps():
            messages = extract_app(app)
            waiting = {
                language: update(app, language, messages) for language in LANGUAGES
            }
            print(
                f"{app.name:<14} {len(messages):>5} messages; to translate: "
                + ", ".join(
                    f"{language} {count}" for language, count in waiting.items()
                )
            )
        return 0
    found = check()
    print("\n".join(found) or "All catalogues are complete.")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())

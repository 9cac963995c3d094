"""TOML tables that know where they stand, so that a problem can be located."""

import tomllib
from pathlib import Path
from typing import Any

from courses.seeding.problems import Problems

Texts = dict[str, str]


class Table:
    """One table of a file. Reading a value that is missing or of another type notes a
    problem and gives an empty value of the right type."""

    def __init__(
        self,
        data: dict[str, Any],
        *,
        path: Path,
        where: str,
        languages: tuple[str, ...],
        problems: Problems,
    ) -> None:
        self._data = data
        self.path = path
        self.where = where
        self.languages = languages
        self._problems = problems

    def problem(self, name: str, message: str) -> None:
        self._problems.add(
            self.path, ".".join(filter(None, (self.where, name))), message
        )

    def has(self, name: str) -> bool:
        return name in self._data

    def get(self, name: str, of: type, default: Any = ...):
        """A value of type `of`; required unless there is a default."""
        value = self._data.get(name, default)
        if value is ...:
            self.problem(name, "is missing")
            return of() if of in (str, int, bool, list, dict) else None
        if value is not default and (
            not isinstance(value, of) or (of is int and isinstance(value, bool))
        ):
            self.problem(name, f"must be of type {of.__name__}")
            return of() if of in (str, int, bool, list, dict) else None
        return value

    def one_of(self, name: str, allowed, default: Any = ...) -> str:
        value = self.get(name, str, default)
        if value != default and value not in allowed:
            self.problem(name, f"“{value}” is none of {', '.join(sorted(allowed))}")
        return value

    def within(self, name: str, low: int, high: int, default: Any = ...) -> int:
        value = self.get(name, int, default)
        if not low <= value <= high:
            self.problem(name, f"must be between {low} and {high}")
        return value

    def texts(self, *, max_length: int | None = None) -> Texts:
        """The table itself as a text in every language."""
        texts = {}
        for language in self.languages:
            text = self.get(language, str).strip()
            if language in self._data and not text:
                self.problem(language, "is empty")
            if max_length and len(text) > max_length:
                self.problem(language, f"is longer than {max_length} characters")
            texts[language] = text
        return texts

    def text(self, name: str, *, max_length: int | None = None) -> Texts:
        """The table `name` as a text in every language."""
        if name not in self._data:
            self.problem(name, "is missing")
            return dict.fromkeys(self.languages, "")
        return self.table(name).texts(max_length=max_length)

    def optional_text(self, name: str) -> Texts:
        if name not in self._data:
            return dict.fromkeys(self.languages, "")
        return self.text(name)

    def table(self, name: str) -> "Table":
        return self._child(self.get(name, dict), name)

    def rows(self, name: str) -> list["Table"]:
        """The array of tables `name`; each row is called by its key, or its number."""
        rows = self.get(name, list, [])
        return [
            self._child(row, f"{name}[{row.get('key', row.get('file', number))}]")
            for number, row in enumerate(rows, start=1)
            if isinstance(row, dict)
        ]

    def _child(self, data: dict, name: str) -> "Table":
        return Table(
            data,
            path=self.path,
            where=".".join(filter(None, (self.where, name))),
            languages=self.languages,
            problems=self._problems,
        )


def read_table(path: Path, *, languages: tuple[str, ...], problems: Problems) -> Table:
    """A TOML file as a table; an empty one, with a problem noted, if it is broken."""
    data: dict[str, Any] = {}
    try:
        data = tomllib.loads(path.read_text("utf-8"))
    except FileNotFoundError:
        problems.add(path, "file", "does not exist")
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        problems.add(path, "file", str(error))
    return Table(data, path=path, where="", languages=languages, problems=problems)


def check_keys(rows: list[Table], seen: set[str]) -> None:
    """Note keys that are used twice; `seen` grows with the keys of `rows`."""
    for row in rows:
        key = row.get("key", str)
        if key in seen:
            row.problem("key", f"“{key}” is used twice")
        seen.add(key)

"""Blocks of several parts in the files of lessons. Headings within the fence name them:

    ::: accordion          ::: compare              ::: checklist
    ## The title           ## What is compared      ## The title
    ### One part           ### One side             - One item
    Its text.              Its text.                - Another
    ### Another            ### The other side       :::
    Its text.              Its text.
    :::                    :::

    ::: reflection         ::: poll
    What do you take       ## What is asked
    along from this?       - One answer
                           - Another
    A way to begin.        :::
    :::
                           ::: local_contacts police service
                           Whom to call. Kinds and text may be left out.
                           :::

    ::: embed https://vimeo.com/123456789
    ## The title
    What one will see.
    ### Transcript
    What is said and seen.
    :::

A structure takes the HTML of the fence, the fence's argument, and a function from names
to the id of a part; it returns the block's value, or raises NotAllowedError.
"""

from collections.abc import Callable
from typing import Any

from bs4 import BeautifulSoup

from courses.embeds import embed_of
from courses.seeding.problems import NotAllowedError
from organisations.enums import HELPING

IdOf = Callable[..., str]
Structure = Callable[[str, str, IdOf], dict[str, Any]]


def titled(html: str) -> tuple[str, str]:
    """The first heading, and the HTML that follows it. Raises NotAllowedError when the
    text does not begin with the only heading of its rank."""
    soup = BeautifulSoup(html, "html.parser")
    titles = soup.find_all("h2")
    if len(titles) != 1 or soup.contents[0] is not titles[0]:
        raise NotAllowedError("begins with “## title”, the only one of its kind")
    title = titles[0].extract().get_text()
    return title, str(soup)


def sections(html: str) -> list[tuple[str, str]]:
    """(heading, HTML below it) of each “### heading”. Raises NotAllowedError for text
    that stands above the first or for a heading without text."""
    parts: list[tuple[str, list[str]]] = []
    for element in BeautifulSoup(html, "html.parser").contents:
        if element.name == "h3":
            parts.append((element.get_text(), []))
        elif parts:
            parts[-1][1].append(str(element))
        else:
            raise NotAllowedError("every text needs a “### heading” above it")
    for heading, texts in parts:
        if not texts:
            raise NotAllowedError(f"“{heading}” has no text")
    return [(heading, "".join(texts)) for heading, texts in parts]


def items(values, id_of: IdOf) -> list[dict]:
    """Values as the items of a list block, with ids by their number."""
    return [
        {"type": "item", "value": value, "id": id_of("item", str(number))}
        for number, value in enumerate(values, start=1)
    ]


def _accordion(html: str, argument: str, id_of: IdOf) -> dict:
    title, rest = titled(html)
    parts = sections(rest)
    if argument or not 2 <= len(parts) <= 12:
        raise NotAllowedError("an accordion has 2 to 12 parts, and no argument")
    rows = [{"heading": heading, "text": text} for heading, text in parts]
    return {"title": title, "items": items(rows, id_of)}


def _compare(html: str, argument: str, id_of: IdOf) -> dict:
    title, rest = titled(html)
    sides = [{"label": label, "text": text} for label, text in sections(rest)]
    if argument or len(sides) != 2:
        raise NotAllowedError("two sides are compared, without an argument")
    return {"title": title, "first": sides[0], "second": sides[1]}


def _checklist(html: str, argument: str, id_of: IdOf) -> dict:
    title, rest = titled(html)
    soup = BeautifulSoup(rest, "html.parser")
    texts = [row.get_text() for row in soup.find_all("li")]
    only = [element.name for element in soup.contents] == ["ul"]
    if argument or not only or not 2 <= len(texts) <= 20:
        raise NotAllowedError("a checklist is one list of 2 to 20 items")
    return {"title": title, "items": items(texts, id_of)}


def _poll(html: str, argument: str, id_of: IdOf) -> dict:
    value = _checklist(html, argument, id_of)
    if len(value["items"]) > 8:
        raise NotAllowedError("a poll has 2 to 8 answers")
    return {"question": value["title"], "options": value["items"]}


def _reflection(html: str, argument: str, id_of: IdOf) -> dict:
    soup = BeautifulSoup(html, "html.parser")
    texts = [element.get_text() for element in soup.contents if element.name == "p"]
    if argument or len(texts) != len(soup.contents) or not 1 <= len(texts) <= 2:
        raise NotAllowedError("a reflection is a question, and perhaps a way to begin")
    return {"prompt": texts[0], "hint": texts[1] if len(texts) == 2 else ""}


def _embed(html: str, argument: str, id_of: IdOf) -> dict:
    if embed_of(argument) is None:
        raise NotAllowedError("an embed names the page of a video on a listed site")
    title, rest = titled(html)
    about, heading, told = rest.partition("<h3>")
    parts = sections(heading + told)
    if not about or len(parts) != 1:
        raise NotAllowedError("an embed says what one will see, and has a transcript")
    return {
        "title": title,
        "address": argument,
        "about": _lines(about),
        "transcript": _lines(parts[0][1]),
    }


def _lines(html: str) -> str:
    """The paragraphs of HTML as plain text."""
    soup = BeautifulSoup(html, "html.parser")
    return "\n\n".join(element.get_text() for element in soup.contents)


def _local_contacts(html: str, argument: str, id_of: IdOf) -> dict:
    soup = BeautifulSoup(html, "html.parser")
    texts = [element.get_text() for element in soup.contents if element.name == "p"]
    kinds = argument.split()
    if len(texts) != len(soup.contents) or len(texts) > 1:
        raise NotAllowedError("local contacts have an introduction, or nothing")
    if set(kinds) - set(HELPING):
        raise NotAllowedError(f"kinds of contacts are {', '.join(HELPING)}")
    return {"introduction": "".join(texts), "kinds": kinds}


STRUCTURES: dict[str, Structure] = {
    "accordion": _accordion,
    "compare": _compare,
    "checklist": _checklist,
    "poll": _poll,
    "reflection": _reflection,
    "embed": _embed,
    "local_contacts": _local_contacts,
}

"""Items of QTI as other programs write them."""

import io
import zipfile

from quizzes.interchange import Found, qti

V21 = "http://www.imsglobal.org/xsd/imsqti_v2p1"
V30 = "http://www.imsglobal.org/xsd/imsqtiasi_v3p0"
TEMPLATE = "http://www.imsglobal.org/question/qti_v2p1/rptemplates/"
SCORE = '<outcomeDeclaration identifier="SCORE" cardinality="single" baseType="float"/>'


def item(declared: str, body: str, rules: str = "", more: str = "") -> bytes:
    """An item of 2.1 with these variables, body and rules."""
    return (
        f'<assessmentItem xmlns="{V21}" identifier="q-1" title="The name" '
        f'adaptive="false" timeDependent="false">{declared}{SCORE}'
        f"<itemBody>{body}</itemBody>{rules}{more}</assessmentItem>"
    ).encode()


def template(name: str) -> str:
    return f'<responseProcessing template="{TEMPLATE}{name}"/>'


def response(
    cardinality: str = "single",
    base: str = "identifier",
    *,
    correct: tuple = (),
    points: dict | None = None,
    name: str = "RESPONSE",
    **mapping: str,
) -> str:
    values = "".join(f"<value>{one}</value>" for one in correct)
    right = f"<correctResponse>{values}</correctResponse>" if correct else ""
    table = ""
    if points:
        given = "".join(f' {key}="{value}"' for key, value in mapping.items())
        entries = "".join(
            f'<mapEntry mapKey="{key}" mappedValue="{worth}"/>'
            for key, worth in points.items()
        )
        table = f"<mapping{given}>{entries}</mapping>"
    return (
        f'<responseDeclaration identifier="{name}" cardinality="{cardinality}" '
        f'baseType="{base}">{right}{table}</responseDeclaration>'
    )


def choices(*texts: str, most: int = 1, tag: str = "choiceInteraction") -> str:
    options = "".join(
        f'<simpleChoice identifier="{chr(65 + number)}">{text}</simpleChoice>'
        for number, text in enumerate(texts)
    )
    return (
        f'<{tag} responseIdentifier="RESPONSE" maxChoices="{most}">'
        f"<prompt>Which?</prompt>{options}</{tag}>"
    )


def one(data: bytes) -> Found:
    [found] = qti.read(data)
    return found


def messages(found: Found) -> list[str]:
    return [problem.message for problem in found.problems]


def packed(files: dict[str, bytes | str]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return stream.getvalue()

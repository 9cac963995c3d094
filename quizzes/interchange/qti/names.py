"""What versions call the same things: all are read, and written, as in 2.1."""

import re
from dataclasses import dataclass
from xml.etree import ElementTree as ET

from django.utils.translation import gettext as _

from lms.errors import UnreadableFile

DEEPEST = 60
_PREFIX = "qti-"
_HUMP = re.compile(r"(?<=[a-z0-9])([A-Z])")
_HYPHEN = re.compile(r"-([a-z0-9])")


@dataclass(frozen=True)
class Version:
    name: str
    namespace: str
    item_type: str
    manifest: str
    templates: str


V2 = Version(
    "2.1",
    "http://www.imsglobal.org/xsd/imsqti_v2p1",
    "imsqti_item_xmlv2p1",
    "http://www.imsglobal.org/xsd/imscp_v1p1",
    "http://www.imsglobal.org/question/qti_v2p1/rptemplates/{name}",
)
V3 = Version(
    "3.0",
    "http://www.imsglobal.org/xsd/imsqtiasi_v3p0",
    "imsqti_item_xmlv3p0",
    "http://www.imsglobal.org/xsd/qti/qtiv3p0/imscp_v1p1",
    "https://purl.imsglobal.org/spec/qti/v3p0/rptemplates/{name}.xml",
)
# Elements of HTML, which have the same names in every version.
_HTML = frozenset({"div", "span", "br", "p", "img", "object"})


def common(root: ET.Element) -> ET.Element:
    """A copy of a tree without namespaces and with the names of 2.1. Raises
    UnreadableFile where it is deeper than any item is."""
    _check_depth(root)
    return _common(root)


def _check_depth(root: ET.Element) -> None:
    level = [root]
    for _number in range(DEEPEST):
        level = [child for element in level for child in element]
        if not level:
            return
    raise UnreadableFile(_("The elements of this file are nested too deeply."))


def _common(element: ET.Element) -> ET.Element:
    # Comments and instructions have a function for a tag.
    tag = local(element.tag) if isinstance(element.tag, str) else "comment"
    is_ours = tag.startswith(_PREFIX)
    made = ET.Element(_humped(tag.removeprefix(_PREFIX)) if is_ours else tag)
    for name, value in element.attrib.items():
        name = local(name)
        made.set(_humped(name) if is_ours else name, value)
    made.text = element.text if tag != "comment" else ""
    made.tail = element.tail
    made.extend(_common(child) for child in element)
    return made


def as_version(element: ET.Element, version: Version) -> ET.Element:
    """A copy of a tree of 2.1 with the names and the namespace of a version."""
    tag = element.tag
    if version is V3 and tag not in _HTML:
        tag = _PREFIX + _hyphened(tag)
    made = ET.Element(f"{{{version.namespace}}}{tag}")
    for name, value in element.attrib.items():
        is_ours = version is V3 and element.tag not in _HTML
        made.set(_hyphened(name) if is_ours else name, value)
    made.text, made.tail = element.text, element.tail
    children = list(element)
    if version is V3 and element.tag == "modalFeedback":
        body = ET.SubElement(made, f"{{{version.namespace}}}qti-content-body")
        body.extend(as_version(child, version) for child in children)
        return made
    made.extend(as_version(child, version) for child in children)
    return made


def local(name: str) -> str:
    return name.rpartition("}")[2]


def _humped(name: str) -> str:
    return _HYPHEN.sub(lambda found: found[1].upper(), name)


def _hyphened(name: str) -> str:
    return _HUMP.sub(r"-\1", name).lower()

"""XML of others, read without what XML can do to its reader."""

from xml.etree import ElementTree as ET

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring
from django.utils.translation import gettext as _

from lms.errors import UnreadableFile


def parsed(data: bytes) -> ET.Element:
    """The root of a file in XML. Raises UnreadableFile; a file that declares entities is
    none that is read."""
    try:
        return fromstring(data, forbid_dtd=True)
    except DefusedXmlException as error:
        message = _("This file declares entities or a document type, which is refused.")
        raise UnreadableFile(message) from error
    except (ET.ParseError, ValueError, LookupError) as error:
        message = _("This is not a file in XML that can be read.")
        raise UnreadableFile(message) from error


def child(parent: ET.Element, name: str, text: str = "", **attributes) -> ET.Element:
    """A new element within another."""
    made = ET.SubElement(parent, name, attributes)
    made.text = text or None
    return made


def as_bytes(root: ET.Element) -> bytes:
    ET.indent(root)
    return ET.tostring(root, encoding="utf-8", xml_declaration=True)

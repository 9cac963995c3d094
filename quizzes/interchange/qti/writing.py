"""Questions as a package of items."""

from io import BytesIO
from xml.etree import ElementTree as ET
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from quizzes.interchange.found import Found
from quizzes.interchange.labels import tags_of
from quizzes.interchange.qti.bodies import item_of
from quizzes.interchange.qti.names import V2, V3, Version, as_version
from quizzes.interchange.qti.package import MANIFEST

_LOM = "http://ltsc.ieee.org/xsd/LOM"
# Settings of Relay that items have words for.
_UNDERSTOOD = frozenset({"scoring", "credit", "case"})


def write(questions: list[Found]) -> bytes:
    """A package of items in QTI 2.1. What it cannot hold is noted at each."""
    return _package(questions, V2)


def write_3(questions: list[Found]) -> bytes:
    """A package of items in QTI 3.0. What it cannot hold is noted at each."""
    return _package(questions, V3)


def _package(questions: list[Found], version: Version) -> bytes:
    files: dict[str, bytes] = {}
    manifest = ET.Element("manifest", {"identifier": "relay-questions"})
    metadata = ET.SubElement(manifest, "metadata")
    ET.SubElement(metadata, "schema").text = f"QTIv{version.name} Package"
    ET.SubElement(metadata, "schemaversion").text = "1.0.0"
    ET.SubElement(manifest, "organizations")
    resources = ET.SubElement(manifest, "resources")
    for number, found in enumerate(questions, start=1):
        item, beside = item_of(found, version)
        if found.stopped:
            continue
        name = f"items/{found.key or number}.xml"
        files[name] = _bytes(as_version(item, version))
        resource = ET.SubElement(
            resources,
            "resource",
            identifier=f"r{number}",
            type=version.item_type,
            href=name,
        )
        _add_tags(resource, tags_of(found, understood=_UNDERSTOOD))
        for href in (name, *beside):
            ET.SubElement(resource, "file", href=href)
        files |= beside
    _in_namespace(manifest, version.manifest)
    ET.indent(manifest)
    return _zipped({MANIFEST: _bytes(manifest)} | files)


def _add_tags(resource: ET.Element, tags: list[str]) -> None:
    metadata = ET.SubElement(resource, "metadata")
    general = ET.SubElement(
        ET.SubElement(metadata, f"{{{_LOM}}}lom"), f"{{{_LOM}}}general"
    )
    for tag in tags:
        keyword = ET.SubElement(general, f"{{{_LOM}}}keyword")
        ET.SubElement(keyword, f"{{{_LOM}}}string").text = tag


def _in_namespace(element: ET.Element, namespace: str) -> None:
    for one in element.iter():
        if not one.tag.startswith("{"):
            one.tag = f"{{{namespace}}}{one.tag}"


def _bytes(root: ET.Element) -> bytes:
    """The XML, with the namespace of its root for the usual one."""
    usual = root.tag.partition("}")[0].removeprefix("{")
    stream = BytesIO()
    others = {one.tag.partition("}")[0] for one in root.iter()} - {f"{{{usual}}}"}
    if others:
        ET.register_namespace("lom", _LOM)
        ET.register_namespace("", usual)
        ET.ElementTree(root).write(stream, "utf-8", xml_declaration=True)
    else:
        ET.ElementTree(root).write(
            stream, "utf-8", xml_declaration=True, default_namespace=usual
        )
    return stream.getvalue()


def _zipped(files: dict[str, bytes]) -> bytes:
    """The same files give the same bytes: no clock has a part in it."""
    stream = BytesIO()
    with ZipFile(stream, "w", ZIP_DEFLATED) as archive:
        for name, data in files.items():
            entry = ZipInfo(name)
            entry.compress_type = ZIP_DEFLATED
            archive.writestr(entry, data)
    return stream.getvalue()

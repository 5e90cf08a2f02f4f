"""CAP 1.2: a warning as any civil-protection system reads it (OASIS, 1 July 2010), with our own rules above it.

Strings and numbers in, bytes out. The words come from the caller, one `Info` per language.
"""

import re
import xml.etree.ElementTree as ET
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from shapely.geometry import Polygon

NAMESPACE = "urn:oasis:names:tc:emergency:cap:1.2"
# OASIS Event Terms List: blue-green algae.
EVENT_CODE = ("OET:v1.2", "OET-027")
CATEGORY = "Env"
STATUSES = frozenset({"Actual", "Exercise", "System", "Test", "Draft"})
MESSAGES = frozenset({"Alert", "Update", "Cancel", "Ack", "Error"})
SEVERITIES = frozenset({"Extreme", "Severe", "Moderate", "Minor", "Unknown"})
URGENCIES = frozenset({"Immediate", "Expected", "Future", "Past", "Unknown"})
CERTAINTIES = frozenset({"Observed", "Likely", "Possible", "Unlikely", "Unknown"})
DECIMALS = 6
# The standard forbids these in identifier and sender; `references` joins them by commas and spaces.
FORBIDDEN = re.compile(r"[\s,<&]")

Ring = Sequence[tuple[float, float]]  # longitude, latitude


@dataclass(frozen=True, slots=True, kw_only=True)
class Info:
    """The message in one language."""

    language: str
    event: str
    urgency: str
    severity: str
    certainty: str
    expires: datetime
    sender_name: str
    headline: str
    description: str
    instruction: str
    web: str
    area: str
    polygons: Sequence[Ring]
    parameters: Sequence[tuple[str, str]] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    identifier: str
    sender: str
    sent: datetime
    status: str
    kind: str
    infos: Sequence[Info]
    # (sender, identifier, sent) of every earlier message of the same alert.
    references: Sequence[tuple[str, str, datetime]] = ()
    note: str = ""


def time(moment: datetime) -> str:
    """Whole seconds and a numeric offset: `Z` and microseconds are invalid in CAP."""
    return moment.astimezone(UTC).replace(microsecond=0).strftime("%Y-%m-%dT%H:%M:%S+00:00")


def ring(points: Ring) -> str:
    """`lat,lon lat,lon ...`: CAP's order is not GeoJSON's."""
    return " ".join(f"{_number(lat)},{_number(lon)}" for lon, lat in points)


def _number(value: float) -> str:
    text = f"{value:.{DECIMALS}f}".rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text


def ring_faults(points: Ring) -> list[str]:
    found = []
    if len(points) < 4 or tuple(points[0]) != tuple(points[-1]):
        return ["polygon_open"]
    if any(not (-180 <= lon <= 180 and -90 <= lat <= 90) for lon, lat in points):
        found.append("polygon_out_of_range")
    rounded = [(round(lon, DECIMALS), round(lat, DECIMALS)) for lon, lat in points]
    if not Polygon(rounded).is_valid:
        found.append("polygon_crosses_itself")
    return found


def faults(message: Message, *, known: frozenset[str] = frozenset()) -> list[str]:
    """Every rule this message breaks, as codes. ``known`` holds the identifiers a reference may name."""
    found: list[str] = []
    for name, text in (("identifier", message.identifier), ("sender", message.sender)):
        if not text or FORBIDDEN.search(text):
            found.append(f"{name}_malformed")
    if message.status not in STATUSES:
        found.append("status_unknown")
    if message.kind not in MESSAGES:
        found.append("kind_unknown")
    if message.kind in ("Update", "Cancel") and not message.references:
        found.append("references_missing")
    if any(identifier not in known for _, identifier, _ in message.references):
        found.append("reference_unresolved")
    if not message.infos:
        found.append("info_missing")
    if len({info.language for info in message.infos}) != len(message.infos):
        found.append("language_twice")
    for info in message.infos:
        found += _info_faults(info, message.sent)
    return found


def _info_faults(info: Info, sent: datetime) -> list[str]:
    found = []
    if not info.headline.strip():
        found.append("headline_empty")
    if not info.event.strip():
        found.append("event_empty")
    if info.expires <= sent:
        found.append("expires_before_sent")
    if info.severity not in SEVERITIES or info.urgency not in URGENCIES or info.certainty not in CERTAINTIES:
        found.append("words_unknown")
    if not info.area.strip():
        found.append("area_empty")
    for polygon in info.polygons:
        found += ring_faults(polygon)
    return found


def xml(message: Message) -> bytes:
    """The message as UTF-8 XML, elements in the schema's order."""
    root = ET.Element("alert", {"xmlns": NAMESPACE})

    def put(parent: ET.Element, name: str, text: str) -> None:
        ET.SubElement(parent, name).text = text

    put(root, "identifier", message.identifier)
    put(root, "sender", message.sender)
    put(root, "sent", time(message.sent))
    put(root, "status", message.status)
    put(root, "msgType", message.kind)
    put(root, "scope", "Public")
    if message.note:
        put(root, "note", message.note)
    if message.references:
        put(root, "references", " ".join(f"{s},{i},{time(t)}" for s, i, t in message.references))
    for info in message.infos:
        _put_info(root, info)
    body: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return body


def _put_info(root: ET.Element, info: Info) -> None:
    node = ET.SubElement(root, "info")

    def put(parent: ET.Element, name: str, text: str) -> None:
        if text:
            ET.SubElement(parent, name).text = text

    put(node, "language", info.language)
    put(node, "category", CATEGORY)
    put(node, "event", info.event)
    put(node, "urgency", info.urgency)
    put(node, "severity", info.severity)
    put(node, "certainty", info.certainty)
    code = ET.SubElement(node, "eventCode")
    put(code, "valueName", EVENT_CODE[0])
    put(code, "value", EVENT_CODE[1])
    put(node, "expires", time(info.expires))
    put(node, "senderName", info.sender_name)
    put(node, "headline", info.headline)
    put(node, "description", info.description)
    put(node, "instruction", info.instruction)
    put(node, "web", info.web)
    for name, value in info.parameters:
        parameter = ET.SubElement(node, "parameter")
        put(parameter, "valueName", name)
        put(parameter, "value", value)
    area = ET.SubElement(node, "area")
    put(area, "areaDesc", info.area)
    for polygon in info.polygons:
        put(area, "polygon", ring(polygon))

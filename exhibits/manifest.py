"""An exhibit as IIIF Presentation 3: one canvas a scene, the picture painted on it, the twin as its words."""

from typing import Any

from django.conf import settings
from django.urls import reverse

from exhibits import words
from exhibits.models import Exhibit, Scene
from exhibits.rules.rights import TERMS, Rights

# A canvas has the picture's proportions; its units are nobody's pixels.
WIDE, HIGH = 1790, 800


def manifest_of(exhibit: Exhibit) -> dict[str, Any]:
    here = _address("exhibit-manifest", exhibit.slug)
    rows = [(exhibit.language, exhibit), *((v.language, v) for v in exhibit.versions.all())]
    manifest: dict[str, Any] = {
        "@context": "http://iiif.io/api/presentation/3/context.json",
        "id": here,
        "type": "Manifest",
        "label": _map([(lang, row.title) for lang, row in rows]),
        "rights": TERMS[Rights(exhibit.rights)],
        "homepage": [
            {
                "id": settings.SITE_URL + exhibit.get_absolute_url(),
                "type": "Text",
                "label": _map([(lang, row.title) for lang, row in rows]),
                "format": "text/html",
            }
        ],
        "items": [_canvas(exhibit, scene, here) for scene in exhibit.scenes.all()],
    }
    if summary := _map([(lang, row.lede) for lang, row in rows]):
        manifest["summary"] = summary
    if exhibit.artist:
        manifest["requiredStatement"] = {
            "label": {"en": ["Artist"]},
            "value": {"none": [exhibit.artist.name or exhibit.artist.code]},
        }
    if exhibit.published_at:
        manifest["navDate"] = exhibit.published_at.strftime("%Y-%m-%dT%H:%M:%SZ")
    return manifest


def _canvas(exhibit: Exhibit, scene: Scene, manifest: str) -> dict[str, Any]:
    canvas = f"{manifest}/canvas/{scene.number}"
    rows = [(exhibit.language, scene), *((v.language, v) for v in scene.versions.all())]
    return {
        "id": canvas,
        "type": "Canvas",
        "width": WIDE,
        "height": HIGH,
        "label": _map([(lang, row.title) for lang, row in rows]),
        "summary": _map([(lang, words.filled(row.text_twin, scene.numbers)) for lang, row in rows]),
        "items": [
            {
                "id": f"{canvas}/page",
                "type": "AnnotationPage",
                "items": [
                    {
                        "id": f"{canvas}/page/picture",
                        "type": "Annotation",
                        "motivation": "painting",
                        "body": {
                            "id": _address("exhibit-picture", exhibit.slug, scene.number),
                            "type": "Image",
                            "format": "image/svg+xml",
                            "width": WIDE,
                            "height": HIGH,
                        },
                        "target": canvas,
                    }
                ],
            }
        ],
    }


def _map(rows: list[tuple[str, str]]) -> dict[str, list[str]]:
    """A language map without empty texts."""
    return {language: [text] for language, text in rows if text}


def _address(name: str, *args: Any) -> str:
    return settings.SITE_URL + reverse(name, args=args)

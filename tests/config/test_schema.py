"""The API's schema: read from the code alone."""

import pytest


@pytest.mark.django_db
def test_the_schema_is_made_without_asking_the_database(django_assert_num_queries):
    from drf_spectacular.generators import SchemaGenerator

    with django_assert_num_queries(0):
        schema = SchemaGenerator().get_schema(request=None, public=True)

    assert "/api/v1/petitions/" in schema["paths"]

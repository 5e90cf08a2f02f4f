"""Keyset pages, the one shape of every list in the API. Part of the ledger's face, as all storeys list things."""

from rest_framework.pagination import CursorPagination


class Pages(CursorPagination):
    """`?cursor=`, 50 rows, at most 200 by `?page_size=`."""

    page_size_query_param = "page_size"
    max_page_size = 200
    ordering = "-pk"

"""Crises: its pages."""

from django.urls import URLPattern, URLResolver

app_name = "crises"
urlpatterns: list[URLPattern | URLResolver] = []

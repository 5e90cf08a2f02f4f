from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class BiomesConfig(AppConfig):
    name = "biomes"
    verbose_name = _("Biomes")
    default_auto_field = "django.db.models.BigAutoField"

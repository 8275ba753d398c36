"""The application as Django knows it."""

from django.apps import AppConfig


class StorageConfig(AppConfig):
    name = "relaas.storage"
    label = "storage"
    default_auto_field = "django.db.models.BigAutoField"

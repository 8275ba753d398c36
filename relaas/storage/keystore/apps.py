"""The key store as Django knows it."""

from django.apps import AppConfig


class KeystoreConfig(AppConfig):
    name = "relaas.storage.keystore"
    label = "keystore"
    default_auto_field = "django.db.models.BigAutoField"

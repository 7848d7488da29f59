"""Which database holds what: contact data in ``contacts``, everything else in ``default``; no key crosses."""

from typing import Any


class ContactsApart:
    """Django's router of models to databases."""

    def db_for_read(self, model: Any, **hints: Any) -> str:
        return "contacts" if model._meta.app_label == "contacts" else "default"

    db_for_write = db_for_read

    def allow_relation(self, one: Any, other: Any, **hints: Any) -> bool:
        return bool((one._meta.app_label == "contacts") == (other._meta.app_label == "contacts"))

    def allow_migrate(self, db: str, app_label: str, **hints: Any) -> bool:
        return (db == "contacts") == (app_label == "contacts")

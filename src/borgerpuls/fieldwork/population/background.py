"""A person's background in a query: counted by code without reading the persons."""

from django.db.models import CharField, Expression, Value
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast, NullIf


def coded(variable: str) -> Expression:
    """The code of a background variable; None where it is null or was never there. SQLite calls a JSON null 'null'."""
    return NullIf(Cast(KeyTextTransform(variable, "background"), CharField()), Value("null"))

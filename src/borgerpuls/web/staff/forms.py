"""How every form looks: Django's forms in the markup of the public design system."""

from collections.abc import Sequence

from django.forms import ChoiceField, Field
from django.forms.renderers import TemplatesSetting
from django.utils.functional import Promise


class DesignSystem(TemplatesSetting):
    """``{{ form }}`` and ``{{ form.name.as_field_group }}`` give label, hint, error and control."""

    form_template_name = "forms/form.html"
    field_template_name = "forms/field.html"


def offer(field: Field, choices: Sequence[tuple[str, str | Promise]]) -> None:
    """Let a field be set to one of these values; each has its label, which may be translated when it is shown."""
    if not isinstance(field, ChoiceField):
        raise TypeError(f"{type(field).__name__} offers no choice")
    field.choices = choices

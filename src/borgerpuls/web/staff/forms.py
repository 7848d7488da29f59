"""How every form looks: Django's forms in the markup of the public design system."""

from django.forms.renderers import TemplatesSetting


class DesignSystem(TemplatesSetting):
    """``{{ form }}`` and ``{{ form.name.as_field_group }}`` give label, hint, error and control."""

    form_template_name = "forms/form.html"
    field_template_name = "forms/field.html"

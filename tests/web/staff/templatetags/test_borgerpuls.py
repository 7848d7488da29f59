"""What templates say in few words."""

from datetime import UTC, date, datetime

import pytest
from django import forms
from django.template import Context, Template
from django.utils.translation import override

from borgerpuls.fieldwork.models import Wave
from borgerpuls.problems import Problem
from borgerpuls.text import Text
from borgerpuls.web.staff.templatetags.borgerpuls import WAVE_STATES


def shown(template: str, language: str = "da", **values: object) -> str:
    with override(language):
        return Template("{% load borgerpuls %}" + template).render(Context(values))


@pytest.mark.parametrize(
    ("template", "value", "da", "en"),
    [
        ("{{ v|count }}", 33000, "33.000", "33,000"),
        ("{{ v|count }}", None, "–", "–"),
        ("{{ v|share }}", 0.388, "38,8\u00a0pct.", "38.8%"),
        ("{{ v|share:0 }}", 0.388, "39\u00a0pct.", "39%"),
        ("{{ v|share }}", None, "–", "–"),
        ("{{ v|day }}", date(2024, 3, 4), "4.\u00a0marts 2024", "4\u00a0March 2024"),
        ("{{ v|day }}", datetime(2024, 3, 4, 23, 30, tzinfo=UTC), "5.\u00a0marts 2024", "5\u00a0March 2024"),
        ("{{ v|day }}", None, "–", "–"),
        (
            "{{ v|moment }}",
            datetime(2024, 7, 4, 7, 5, tzinfo=UTC),
            "4.\u00a0juli 2024 kl.\u00a009.05",
            "4\u00a0July 2024 at 09:05",
        ),
        ("{{ v|moment }}", None, "–", "–"),
        ("{{ v|say }}", Text(da="borger", en="citizen"), "borger", "citizen"),
        ("{{ v|say }}", Text(da="<b>", en="&"), "&lt;b&gt;", "&amp;"),
    ],
)
def test_a_value_is_written_as_the_readers_country_writes_it(template: str, value: object, da: str, en: str) -> None:
    assert (shown(template, "da", v=value), shown(template, "en", v=value)) == (da, en)


def test_problems_say_where_what_and_remedy_errors_first() -> None:
    found = [
        Problem(Text(da="række 2", en="row 2"), Text(da="B.", en="B."), Text(da="Se.", en="Look."), "warning"),
        Problem(Text(da="række 1", en="row 1"), Text(da="<i>A.", en="<i>A."), Text(da="Ret.", en="Mend.")),
    ]
    page = shown("{% problems v %}", v=found)
    assert page.index("alert-error") < page.index("alert-warning")
    assert "<strong>række 1:</strong> &lt;i&gt;A. Ret." in page
    assert "Der er én ting at rette" in page
    assert "2 things must be put right" in shown("{% problems v %}", "en", v=found[1:] * 2)


def test_without_problems_nothing_is_said() -> None:
    assert shown("{% problems v %}", v=()).strip() == ""
    assert shown("{% problems v %}", v=None).strip() == ""


def test_the_last_crumb_is_the_page_itself() -> None:
    assert 'href="/stab/"' in shown('{% crumb "Hjem" "/stab/" %}')
    assert 'aria-current="page">Målinger<' in shown("{% crumb v %}", v=Text(da="Målinger", en="Waves"))


def test_every_state_of_a_wave_has_a_mark() -> None:
    assert set(WAVE_STATES) == set(Wave.State.values)
    assert "I marken" in shown('{% wave_state "open" %}')
    assert "In the field" in shown('{% wave_state "open" %}', "en")


class AForm(forms.Form):
    words = forms.CharField(label="Ord", help_text="Få.")
    many = forms.ChoiceField(label="Valg", choices=[("a", "A")])
    one = forms.ChoiceField(label="Én", choices=[("a", "A"), ("b", "B")], widget=forms.RadioSelect)
    more = forms.CharField(label="Mere", widget=forms.Textarea)
    yes = forms.BooleanField(label="Ja")


def test_a_form_is_written_in_the_design_system_with_its_errors_tied_to_its_fields() -> None:
    page = str(AForm({"words": "", "many": "a", "more": "<b>"}))
    assert 'class="form-input"' in page
    assert 'class="form-select"' in page
    assert 'class="form-checkbox"' in page
    assert page.count("form-radio") == 2
    assert '<legend class="form-label">Én</legend>' in page
    assert 'id="id_words_error"' in page
    assert "aria-describedby=" in page
    assert 'aria-invalid="true"' in page
    assert "&lt;b&gt;" in page
    for field in ("words", "many", "more", "yes"):
        assert f'for="id_{field}"' in page

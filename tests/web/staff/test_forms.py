"""Every form of the staff's pages looks alike: label, hint, error and control in the markup of the design system."""

import re

import pytest
from django import forms
from django.forms.renderers import get_default_renderer
from django.utils.functional import lazystr

from borgerpuls.web.staff.forms import DesignSystem, offer

CHOICES = (("a", "Første"), ("b", lazystr("Anden")))


class Wishes(forms.Form):
    """One field of each kind that the pages use."""

    name = forms.CharField(label="Navn", help_text="Som på kortet.", max_length=5)
    place = forms.ChoiceField(label="Sted", choices=CHOICES)
    ways = forms.MultipleChoiceField(label="Veje", choices=CHOICES, widget=forms.CheckboxSelectMultiple)
    sure = forms.BooleanField(label="Sikker", required=False)
    number = forms.CharField(widget=forms.HiddenInput, required=False)


def parts(html: str) -> list[str]:
    """The form's visible fields, a piece each."""
    return html.split('<div class="form-group')[1:]


def test_django_draws_every_form_like_this() -> None:
    assert isinstance(get_default_renderer(), DesignSystem)
    assert 'class="form-label"' in str(Wishes())


def test_a_field_is_a_label_a_hint_and_a_control_that_belong_together() -> None:
    name = Wishes()["name"].as_field_group()
    assert '<label class="form-label" for="id_name">Navn</label>' in name
    assert '<span class="form-hint" id="id_name_helptext">Som på kortet.</span>' in name
    control = re.search(r"<input[^>]*>", name)
    assert control
    assert 'id="id_name"' in control[0]
    assert 'aria-describedby="id_name_helptext"' in control[0]
    assert "form-input" in control[0]


def test_an_error_stands_at_its_field_and_is_read_with_it() -> None:
    form = Wishes({"name": "for langt", "place": "a", "ways": ["a"]})
    assert not form.is_valid()
    name = form["name"].as_field_group()
    assert '<div class="form-group form-error">' in name
    assert 'class="form-error-message" id="id_name_error"' in name
    assert 'value="for langt"' in name
    assert "form-error" not in form["place"].as_field_group()


def test_choices_that_go_together_stand_under_one_legend() -> None:
    ways = Wishes()["ways"].as_field_group()
    assert '<legend class="form-label">Veje</legend>' in ways
    assert re.findall(r'<label for="(id_ways_\d)">([^<]+)</label>', ways) == [
        ("id_ways_0", "Første"),
        ("id_ways_1", "Anden"),
    ]


def test_a_box_to_tick_has_its_label_after_it() -> None:
    sure = Wishes()["sure"].as_field_group()
    assert re.search(r'<input type="checkbox"[^>]*>\s*<label for="id_sure">Sikker</label>', sure)


def test_a_form_holds_every_field_in_order_and_hidden_ones_without_a_label() -> None:
    html = str(Wishes({"number": "7"}))
    assert re.findall(r"(?:<label class=\"form-label\"|<legend class=\"form-label\")[^>]*>([^<]+)<", html) == [
        "Navn",
        "Sted",
        "Veje",
    ]
    assert len(parts(html)) >= 4
    assert '<input type="hidden" name="number" value="7"' in html
    assert "id_number" in html
    assert 'for="id_number"' not in html


def test_what_is_wrong_with_the_whole_form_stands_above_it() -> None:
    form = Wishes({"name": "Kim", "place": "a", "ways": ["a"]})
    form.add_error(None, "De to passer <ikke> sammen.")
    html = str(form)
    assert '<div class="alert alert-error" role="alert">' in html
    assert "De to passer &lt;ikke&gt; sammen." in html
    assert html.index("De to passer") < html.index("Navn")


def test_a_field_can_be_set_to_what_it_is_offered_and_to_nothing_else() -> None:
    form = Wishes({"name": "Kim", "place": "c", "ways": ["c"]})
    offer(form.fields["place"], [("c", "Tredje")])
    offer(form.fields["ways"], [("c", "Tredje")])
    assert form.is_valid()
    assert '<option value="c" selected>Tredje</option>' in form["place"].as_field_group()
    other = Wishes({"name": "Kim", "place": "a", "ways": ["c"]})
    offer(other.fields["place"], [("c", "Tredje")])
    assert set(other.errors) == {"place", "ways"}


@pytest.mark.parametrize("name", ["name", "sure"])
def test_a_field_without_a_choice_cannot_be_offered_one(name: str) -> None:
    kind = type(Wishes().fields[name]).__name__
    with pytest.raises(TypeError, match=f"^{kind} offers no choice$"):
        offer(Wishes().fields[name], CHOICES)

import pytest
from django.template import Context, Template, TemplateSyntaxError
from django.utils import translation


def test_a_constant_part_is_rendered_once_for_each_language() -> None:
    page = Template('{% constant %}{% trans "Clients" %}{% endconstant %}')
    read = []
    for language in ("en", "ru", "en"):
        with translation.override(language):
            read.append(page.render(Context()))
    assert read == ["Clients", "Клиенты", "Clients"]


@pytest.mark.parametrize("changing", ["{{ person.name }}", "{% csrf_token %}", "{% if a %}{{ b }}{% endif %}"])
def test_what_belongs_to_one_reader_cannot_stand_in_it(changing: str) -> None:
    with pytest.raises(TemplateSyntaxError):
        Template(f"{{% constant %}}{changing}{{% endconstant %}}")


def test_nothing_of_the_page_is_known_inside() -> None:
    page = Template("{% constant %}{% if person %}somebody{% else %}nobody{% endif %}{% endconstant %}")
    assert page.render(Context({"person": "Vera"})) == "nobody"


def test_words_given_to_a_constant_part_fill_it_anew_on_every_page() -> None:
    page = Template(
        '{% constant name=person.name %}{% trans "Clients" %} <b>{{ name }}</b>, {{ name }}{% endconstant %}'
    )
    read = [page.render(Context({"person": {"name": name}})) for name in ("Vera", "<i>", "{0}")]
    assert read == [
        "Clients <b>Vera</b>, Vera",
        "Clients <b>&lt;i&gt;</b>, &lt;i&gt;",
        "Clients <b>{0}</b>, {0}",
    ]


def test_a_word_that_was_not_given_is_refused_as_is_one_that_would_be_changed_inside() -> None:
    for said in ("{{ other }}", "{{ name|upper }}"):
        with pytest.raises(TemplateSyntaxError):
            Template(f"{{% constant name=person.name %}}{said}{{% endconstant %}}")

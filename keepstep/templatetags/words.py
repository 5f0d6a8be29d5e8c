"""What templates say often: icons, Markdown, forms' fields, days as people name them."""

from functools import cache
from typing import Any

from django import template
from django.forms import BoundField, CheckboxInput, CheckboxSelectMultiple, Form, RadioSelect
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString

from keepstep.outlet.markdown import page

register = template.Library()
register.filter("markdown", page)


@register.simple_tag
@cache
def icon(name: str) -> SafeString:
    """A drawing beside words; it says nothing by itself."""
    return format_html(
        '<svg class="icon" aria-hidden="true" focusable="false"><use href="{}#{}"/></svg>',
        static("vendor/icons.svg"),
        name,
    )


@register.filter
def shape(field: BoundField) -> str:
    """How a field is laid out: a line, a tick, several ticks under one heading, or aside until it is needed."""
    if getattr(field.field, "is_aside", False):
        return "aside"
    widget = field.field.widget
    if isinstance(widget, CheckboxSelectMultiple | RadioSelect):
        return "ticks"
    return "tick" if isinstance(widget, CheckboxInput) else "line"


@register.filter
def has_optional(form: Form) -> bool:
    return any(not field.field.required for field in form)


@register.simple_tag(takes_context=True)
def here(context: dict[str, Any], address: str) -> SafeString:
    """Marks the menu's entry that leads to where one is."""
    path = context["request"].path
    inside = path == address if address == "/" else path.startswith(address)
    return SafeString(' aria-current="page"') if inside else SafeString("")

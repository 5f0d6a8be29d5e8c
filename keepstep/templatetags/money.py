"""`{{ price|money:currency }}`: an amount as the reader's language writes it."""

from decimal import Decimal

from django import template
from django.utils.translation import get_language

from keepstep.formulas.amount import in_figures

register = template.Library()


@register.filter
def money(amount: Decimal, currency: str) -> str:
    return in_figures(amount, currency, language=get_language() or "en")

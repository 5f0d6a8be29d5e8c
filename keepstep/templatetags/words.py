"""Stand-in until the frame helper replaces this file."""

from django import template

register = template.Library()

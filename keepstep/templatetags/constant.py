"""`{% constant %} … {% endconstant %}`: a part of a page that is the same for everybody who reads this language.

It is rendered once for each language. Nothing of the request or the view is known inside, so that nothing of one person
can stand on another's page.
"""

from django import template
from django.template.base import Node, NodeList, Parser, Token, VariableNode
from django.template.context import Context
from django.template.defaulttags import CsrfTokenNode
from django.utils.safestring import SafeString
from django.utils.translation import get_language

register = template.Library()


class Constant(Node):
    def __init__(self, inside: NodeList) -> None:
        self.nodelist = inside
        self.rendered: dict[str | None, SafeString] = {}

    def render(self, context: Context) -> SafeString:
        language = get_language()
        if language not in self.rendered:
            self.rendered[language] = self.nodelist.render(context.new({}))
        return self.rendered[language]


@register.tag
def constant(parser: Parser, token: Token) -> Constant:
    inside = parser.parse(("endconstant",))
    parser.delete_first_token()
    for kind in (VariableNode, CsrfTokenNode):
        if inside.get_nodes_by_type(kind):
            raise template.TemplateSyntaxError("What changes from page to page cannot stand in a constant part.")
    return Constant(inside)

"""`{% constant %} … {% endconstant %}`: a part of a page that is the same for everybody who reads this language, but
for the words it is given: `{% constant menu=menu name=agency.name %}`.

It is rendered once for each language, with marks for those words, and then only filled. Nothing else of the request or
the view is known inside, so that nothing of one person can stand on another's page.
"""

from django import template
from django.template.base import (
    FilterExpression,
    Node,
    NodeList,
    Parser,
    Token,
    VariableNode,
    render_value_in_context,
    token_kwargs,
)
from django.template.context import Context
from django.template.defaulttags import CsrfTokenNode
from django.utils.safestring import SafeString
from django.utils.translation import get_language

register = template.Library()

MARK = "\0"
"""Stands in no template."""


class Constant(Node):
    def __init__(self, inside: NodeList, given: dict[str, FilterExpression]) -> None:
        self.nodelist, self.given = inside, given
        self.rendered: dict[str | None, list[str]] = {}

    def render(self, context: Context) -> SafeString:
        language = get_language()
        if language not in self.rendered:
            self.rendered[language] = self._between_marks(context)
        first, *others = self.rendered[language]
        if not others:
            return SafeString(first)
        words = {name: render_value_in_context(said.resolve(context), context) for name, said in self.given.items()}
        names, texts = others[::2], others[1::2]
        return SafeString(first + "".join([words[name] + text for name, text in zip(names, texts, strict=True)]))

    def _between_marks(self, context: Context) -> list[str]:
        """Text, name, text, name, … text."""
        marks = {name: SafeString(f"{MARK}{name}{MARK}") for name in self.given}
        return self.nodelist.render(context.new(marks)).split(MARK)


@register.tag
def constant(parser: Parser, token: Token) -> Constant:
    given = token_kwargs(token.split_contents()[1:], parser)
    inside = parser.parse(("endconstant",))
    parser.delete_first_token()
    shown = [node for node in inside.get_nodes_by_type(VariableNode) if isinstance(node, VariableNode)]
    changing = [node for node in shown if str(node.filter_expression) not in given]
    if changing or inside.get_nodes_by_type(CsrfTokenNode):
        raise template.TemplateSyntaxError("What changes from page to page cannot stand in a constant part.")
    return Constant(inside, given)

"""{% the_paper as paper %}: the masthead where no request brings it along, as in letters."""

from django import template

from portal.context import paper_and_menu
from portal.models import Masthead

register = template.Library()


@register.simple_tag
def the_paper() -> Masthead:
    return paper_and_menu()[0]

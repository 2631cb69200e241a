"""{% card article size="row" level="h3" sizes="120px" with_lead=True with_section=True priority=True %}

size: lead, large, medium, row or brief (no picture, a short time); level of the headline: h2 or h3; sizes of
the picture; priority for the first picture of a page.
"""

from django import template

from articles.cards import card

register = template.Library()
register.simple_tag(card)

"""JSON-LD for search engines: schema.org NewsArticle and BreadcrumbList."""

import json

from django import template
from django.conf import settings
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from vietnamese import dates

register = template.Library()
# inside <script> only these three can end the element or start another (as Django's json_script does)
ESCAPES = {ord("<"): "\\u003C", ord(">"): "\\u003E", ord("&"): "\\u0026"}


def as_script(data: dict) -> SafeString:
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":")).translate(ESCAPES)
    return format_html('<script type="application/ld+json">{}</script>', mark_safe(text))  # noqa: S308 (escaped above)


def absolute(path: str) -> str:
    return path if path.startswith("http") else settings.SITE_URL + path


@register.simple_tag(takes_context=True)
def article_json_ld(context, article, bylines) -> SafeString:
    """`bylines` as byline_groups gives them: [(works, [Author])]."""
    address, paper = absolute(article.get_absolute_url()), context["paper"]
    publisher = {"@type": "NewsMediaOrganization", "name": paper.name, "url": f"{settings.SITE_URL}/"}
    data = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "mainEntityOfPage": address,
        "url": address,
        "headline": article.title,
        "description": article.lead,
        "inLanguage": "vi",
        "datePublished": dates.iso(article.published_at),
        "dateModified": dates.iso(max(article.updated_at, article.published_at)),
        "articleSection": article.section.name,
        "author": [
            {"@type": "Person", "name": author.name, "url": absolute(author.get_absolute_url())}
            for author in dict.fromkeys(author for _works, authors in bylines for author in authors)
        ]
        or [publisher],
        "publisher": publisher,
        "isAccessibleForFree": True,
    }
    if article.lead_picture:
        data["image"] = [absolute(article.lead_picture.social_url)]
    return as_script(data)


@register.simple_tag
def breadcrumb_json_ld(article) -> SafeString:
    sections = [article.section.parent, article.section] if article.section.parent else [article.section]
    items = [(section.name, section.get_absolute_url()) for section in sections]
    items.append((article.title, article.get_absolute_url()))
    return as_script(
        {
            "@context": "https://schema.org",
            "@type": "BreadcrumbList",
            "itemListElement": [
                {"@type": "ListItem", "position": position, "name": name, "item": absolute(path)}
                for position, (name, path) in enumerate(items, 1)
            ],
        }
    )

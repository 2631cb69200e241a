"""JSON-LD for search engines: schema.org NewsArticle and BreadcrumbList."""

import json

from django import template
from django.conf import settings
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from articles.models.addresses import absolute
from articles.models.kinds import RECORDED
from vietnamese import dates

register = template.Library()
# inside <script> only these three can end the element or start another (as Django's json_script does)
ESCAPES = {ord("<"): "\\u003C", ord(">"): "\\u003E", ord("&"): "\\u0026"}


def as_script(data: dict) -> SafeString:
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":")).translate(ESCAPES)
    return format_html('<script type="application/ld+json">{}</script>', mark_safe(text))  # noqa: S308 (escaped above)


register.filter(absolute)


def organization(paper) -> dict:
    """The paper as the publisher of everything; front page and articles name it by the same `@id`."""
    logo = {"@type": "ImageObject", "url": absolute(static("img/icon-512.png")), "width": 512, "height": 512}
    return {
        "@type": "NewsMediaOrganization",
        "@id": f"{settings.SITE_URL}/#paper",
        "name": paper.name,
        "url": f"{settings.SITE_URL}/",
        "logo": logo,
    }


@register.simple_tag(takes_context=True)
def paper_json_ld(context) -> SafeString:
    """For the front page: who the paper is, as far as the masthead says so."""
    paper = context["paper"]
    told = {"address": paper.address, "telephone": paper.phone, "email": paper.email, "slogan": paper.slogan}
    data = {"@context": "https://schema.org", **organization(paper)}
    data |= {name: value for name, value in told.items() if value}
    if paper.governing_body:
        data["parentOrganization"] = {"@type": "Organization", "name": paper.governing_body}
    pages = {page.purpose: absolute(page.get_absolute_url()) for page in paper.pages}
    known = {"publishingPrinciples": pages.get("principles"), "masthead": pages.get("masthead")}
    data |= {name: address for name, address in known.items() if address}
    return as_script(data | {"correctionsPolicy": absolute("/cai-chinh/")})


@register.simple_tag(takes_context=True)
def article_json_ld(context, article, bylines) -> SafeString:
    """`bylines` as byline_groups gives them: [(works, [Author])]."""
    address, paper = absolute(article.get_absolute_url()), context["paper"]
    publisher = organization(paper)
    data = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "mainEntityOfPage": address,
        "url": address,
        "headline": article.title,
        "description": article.lead,
        "inLanguage": article.language,
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
    if article.social_url:
        data["image"] = [absolute(article.social_url)]
    if recording := recording_ld(article, address):
        data[article.kind] = recording
    return as_script(data)


def recording_ld(article, address: str) -> dict | None:
    """The VideoObject or AudioObject of a film or a podcast."""
    if article.kind not in RECORDED or not (article.recording or article.embed):
        return None
    data = {
        "@type": f"{article.kind.capitalize()}Object",
        "@id": f"{address}#{article.kind}",
        "name": article.title,
        "description": article.lead,
        "uploadDate": dates.iso(article.published_at),
        "inLanguage": article.language,
    }
    if article.social_url:
        data["thumbnailUrl"] = [absolute(article.social_url)]
    if article.recording:
        file = article.recording
        known = {
            "contentUrl": absolute(file.url),
            "encodingFormat": file.content_type,
            "duration": file.iso_length,
            "caption": captions_ld(article),
        }
        data |= {name: value for name, value in known.items() if value}
    else:
        data["embedUrl"] = article.embed.player
    return data | ({"transcript": article.transcript} if article.transcript else {})


def captions_ld(article) -> dict | None:
    if not article.captions:
        return None
    address = absolute(article.captions.url)
    return {"@type": "MediaObject", "contentUrl": address, "encodingFormat": "text/vtt"}


@register.simple_tag
def breadcrumb_json_ld(section, article=None) -> SafeString:
    """The way to a section, or through it to an article."""
    pages = [section.parent, section] if section.parent else [section]
    items = [(page.name, page.get_absolute_url()) for page in pages]
    if article:
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

"""How the article form is stored: in one verb, with all its rows."""

from articles.admin.inlines import BylineInline, rows_of
from articles.models import Article, Pick


class Saving:
    """The part of ArticleAdmin that stores."""

    def save_model(self, request, obj, form, change) -> None:
        """A new article gets its row here; all content is stored by `save_related`, in one verb."""
        if not change:
            started = Article.objects.start(request.user)
            obj.pk, obj.version, obj.created_by = started.pk, started.version, started.created_by
            obj._state.adding = False

    def save_related(self, request, form, formsets, change) -> None:
        rows = {formset.model: rows_of(formset) for formset in formsets}
        bylines = rows.get(BylineInline.model)
        picks = rows.get(Pick)
        article = Article(pk=form.instance.pk)  # the verb reads the row
        article.revise(
            request.user,
            seen=form.instance.version,  # read locked, and compared with what this person saw
            changes=form.changes(),
            tags=form.cleaned_data["tags"],
            topics=list(form.cleaned_data["topics"]),
            bylines=None if bylines is None else [(row["author"], row["role"]) for row in bylines],
            picks=None if picks is None else [(row["target"], row["text"]) for row in picks],
        )
        form.instance._become(article)

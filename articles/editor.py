"""The editor behind one field: another editor takes CKEditor's place by changing this module and its script.

The server cleans (articles/body.py); what CKEditor may hold is narrowed here as well, because its one known
hole needs a filter that is open. The advice it stands on: never `allowedContent: true`, never full-page mode.
"""

import json

from csp.constants import UNSAFE_INLINE
from csp.decorators import csp_update
from django import forms
from django.core.exceptions import ValidationError
from django.template.loader import render_to_string

from articles.body import TooLong, clean
from images.widgets import PICTURES_SCRIPT

ALLOWED = (
    "p; br; hr; h2; h3; h4; strong; b; em; i; u; s; sub; sup; blockquote; ul; li; ol[start]; a[!href];"
    "img[!src,alt,width,height]; figure(!image); figcaption; table; caption; thead; tbody; tfoot; tr;"
    "th[colspan,rowspan,scope]; td[colspan,rowspan]; div(!embed)[!data-provider,!data-id]"
)
FORBIDDEN = (
    "script style iframe object embed form input button textarea select svg math template link meta base;"
    "*[on*]; *{*}"
)
PASTED = (
    "p; br; hr; h2; h3; h4; strong; b; em; i; u; s; sub; sup; blockquote; ul; li; ol[start]; a[!href];"
    "table; caption; thead; tbody; tfoot; tr; th[colspan,rowspan,scope]; td[colspan,rowspan];"
    "img[!src,alt,width,height]; figure(image); figcaption; div(embed)[data-provider,data-id]"
)
UNUSED = (
    "about,bidi,colorbutton,colordialog,copyformatting,dialogadvtab,div,editorplaceholder,elementspath,exportpdf,"
    "flash,font,forms,iframe,image,justify,language,liststyle,newpage,pagebreak,preview,print,save,scayt,"
    "resize,showblocks,smiley,sourcearea,stylescombo,templates,uploadimage,wsc"
)
CONFIG = {
    "language": "vi",
    "contentsLanguage": "vi",
    "versionCheck": False,
    "fullPage": False,
    "entities": False,
    "extraPlugins": "divarea,image2,newsroom",
    "removePlugins": UNUSED,
    "allowedContent": ALLOWED,
    "disallowedContent": FORBIDDEN,
    "pasteFilter": PASTED,
    "format_tags": "p;h2;h3;h4",
    "image2_captionedClass": "image",
    "image2_disableResizer": True,
    "linkShowAdvancedTab": False,
    "linkShowTargetTab": False,
    "linkJavaScriptLinksAllowed": False,
    "removeDialogTabs": "link:upload",  # its frame opens a javascript: address: refused by the content policy
    "disableNativeSpellChecker": False,
    "clipboard_handleImages": False,  # it would make them part of the text; our plugin uploads them
    "customConfig": "",
    "stylesSet": False,
    "contentsCss": "",
    "toolbar": [
        ["Format"],
        ["Bold", "Italic", "Underline", "Strike", "Subscript", "Superscript", "RemoveFormat"],
        ["NumberedList", "BulletedList", "Outdent", "Indent", "Blockquote"],
        ["Link", "Unlink"],
        ["Library", "Upload", "Video", "Table", "HorizontalRule", "SpecialChar"],
        ["PasteText", "Find", "Undo", "Redo", "Maximize"],
    ],
}
# CKEditor's own toolbar is made of onclick attributes and style attributes: these two pages alone allow them.
allow_editor = csp_update({"script-src-attr": [UNSAFE_INLINE], "style-src": [UNSAFE_INLINE]})


class BodyWidget(forms.Textarea):
    """A textarea with an article's HTML; with script, CKEditor. What is in it was cleaned before."""

    class Media:
        css = {"all": ["css/newsroom-images.css", "css/newsroom-editor.css"]}
        js = [PICTURES_SCRIPT, forms.Script("js/newsroom/editor.js", type="module")]

    def __init__(self, attrs=None):
        super().__init__({"rows": 24, "class": "vLargeTextField"} | (attrs or {}))

    def format_value(self, value):
        value = super().format_value(value)
        try:
            return clean(value) if value else value
        except TooLong:  # what was typed is shown again beside the sentence that refuses it
            return value

    def render(self, name, value, attrs=None, renderer=None):
        textarea = super().render(name, value, attrs, renderer)
        return render_to_string(
            "articles/body/editor.html", {"textarea": textarea, "config": json.dumps(CONFIG)}
        )


class BodyField(forms.CharField):
    """The text of an article. Cleans it; a text that is too long is refused with a sentence."""

    widget = BodyWidget

    def clean(self, value):
        try:
            return super().clean(clean(self.to_python(value)))
        except TooLong as error:
            raise ValidationError(str(error), code="too_long") from None

from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig
from django.contrib.staticfiles.apps import StaticFilesConfig as DjangoStaticFilesConfig
from django.utils.translation import gettext_lazy as _


class PortalConfig(AppConfig):
    name = "portal"
    verbose_name = _("The paper")

    def ready(self) -> None:
        from portal import checks, receivers  # noqa: F401  (registered by import)


class NewsroomConfig(AdminConfig):
    default_site = "portal.newsroom.Newsroom"


# Of CKEditor's folder only what `articles/editor.py` switches on is collected; a test walks it.
UNUSED_PLUGINS = """
    about adobeair ajax autoembed autogrow autolink bbcode codesnippet codesnippetgeshi colordialog
    copyformatting devtools div docprops embed embedbase embedsemantic exportpdf filetools flash forms
    iframe iframedialog image language lineutils liststyle mathjax menubutton notification
    notificationaggregator pagebreak placeholder preview scayt sharedspace showblocks smiley
    sourcedialog stylesheetparser tableresize templates uicolor uploadimage uploadwidget wsc xml
    image2/dialogs image2/icons
""".split()
UNUSED_FILES = """
    galleriffic/* file-icons/* ckeditor-init.js ckeditor.css fixups.js ckeditor/adapters/*
    ckeditor/vendor/* ckeditor/CHANGES.md ckeditor/README.md ckeditor/SECURITY.md ckeditor/bender*
    ckeditor/build-config.js ckeditor/config.js ckeditor/styles.js ckeditor/contents.css
    ckeditor/plugins/dialog/dialogDefinition.js ckeditor/plugins/widget/plugin.js
    ckeditor/plugins/widget/lang/* ckeditor/skins/moono/* ckeditor/skins/*_ie*.css
    ckeditor/skins/*/readme.md */samples/* */tests/* */lang/[!ev]* */lang/e[!n]* */lang/en-*
""".split()


class StaticFilesConfig(DjangoStaticFilesConfig):
    """The editor's package ships samples, old libraries and 70 languages: they are not served."""

    ignore_patterns = [
        *DjangoStaticFilesConfig.ignore_patterns,
        *(f"ckeditor/{name}" for name in UNUSED_FILES),
        *(f"ckeditor/ckeditor/plugins/{name}/*" for name in UNUSED_PLUGINS),
    ]

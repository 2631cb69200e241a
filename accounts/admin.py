"""People and their roles: superusers alone."""

from axes.admin import AccessAttemptAdmin  # this import registers the pages of all three
from axes.models import AccessAttempt, AccessFailureLog, AccessLog
from django import forms
from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.forms import AdminPasswordChangeForm, AdminUserCreationForm, SetUnusablePasswordMixin
from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404
from django.urls import path
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from django_otp.plugins.otp_totp.admin import TOTPDevice  # this import registers its pages

from accounts import sessions
from accounts.models import Deputyship, User, role_label
from accounts.roles import ROLES
from accounts.sign_in import Pages
from vietnamese.finding import folded_among

admin.site.unregister(Group)  # roles are code: accounts/roles.py
for empty in (AccessLog, AccessFailureLog):  # nothing is written into them
    admin.site.unregister(empty)
admin.site.unregister(AccessAttempt)
admin.site.unregister(TOTPDevice)  # its pages show the secret keys; ours are in accounts/sign_in.py


@admin.register(AccessAttempt)
class AttemptAdmin(AccessAttemptAdmin):
    list_filter = ("attempt_time",)  # a choice of paths would have a link without a name: a path can be empty


class RolesField(forms.ModelMultipleChoiceField):
    """Roles by their newsroom names instead of codes."""

    widget = forms.CheckboxSelectMultiple

    def label_from_instance(self, group) -> str:
        return role_label(group.name)


class RoleField(forms.ModelChoiceField):
    def label_from_instance(self, group) -> str:
        return role_label(group.name)


class ForSuperusers:
    """Who has which rights is theirs alone to decide."""

    def has_module_permission(self, request) -> bool:
        return request.user.is_active and request.user.is_superuser

    def has_view_permission(self, request, obj=None) -> bool:
        return self.has_module_permission(request)

    has_change_permission = has_delete_permission = has_view_permission

    def has_add_permission(self, request) -> bool:
        return self.has_module_permission(request)


class PersonCreationForm(AdminUserCreationForm):
    class Meta(AdminUserCreationForm.Meta):
        model = User
        fields = ("username", "full_name", "email")


class NewPasswordForm(AdminPasswordChangeForm):
    # Django leaves the second sentence in English
    usable_password_help_text = format_lazy(
        '{}<ul id="id_unusable_warning" class="messagelist"><li class="warning">{}</li></ul>',
        SetUnusablePasswordMixin.usable_password_help_text,
        _("If disabled, the current password for this user will be lost."),
    )


@admin.register(User)
class PersonAdmin(ForSuperusers, UserAdmin):
    add_form = PersonCreationForm
    change_password_form = NewPasswordForm
    list_display = ("full_name", "username", "role_names", "works_here", "last_login")
    list_display_links = ("full_name", "username")
    list_filter = ("groups", "is_active")
    search_fields = ("full_name",)  # switches the search on; get_search_results does it
    search_help_text = _("Search for a name, a user name or an email address, with or without marks")
    ordering = ("full_name",)
    filter_horizontal = ()
    fieldsets = (
        (None, {"fields": ("username", "password")}),
        (_("Person"), {"fields": ("full_name", "email")}),
        (_("Rights"), {"fields": ("is_active", "is_staff", "is_superuser", "groups")}),
        (_("Dates"), {"fields": ("last_login", "date_joined")}),
    )
    add_fieldsets = (
        (None, {"fields": ("username", "full_name", "email", "usable_password", "password1", "password2")}),
    )
    readonly_fields = ("last_login", "date_joined")

    change_form_template = "admin/accounts/user/change_form.html"

    def get_urls(self):
        access = self.admin_site.admin_view(self.access_view)
        return [path("<int:pk>/access/", access, name="accounts_user_access"), *super().get_urls()]

    def access_view(self, request, pk: int):
        """Where the person is signed in, and help for a lost phone."""
        if not self.has_change_permission(request):
            raise PermissionDenied
        return Pages(self.admin_site).access(request, get_object_or_404(User, pk=pk))

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("groups")

    def save_model(self, request, obj, form, change) -> None:
        super().save_model(request, obj, form, change)
        if not (obj.is_active and obj.is_staff):
            sessions.end(obj)

    def user_change_password(self, request, id, form_url=""):
        response = super().user_change_password(request, id, form_url)
        if request.method == "POST" and response.status_code == 302:
            sessions.end(User.objects.get(pk=id), keep=request.session.session_key)
        return response

    def has_delete_permission(self, request, obj=None) -> bool:
        """Whoever has signed in has a part in the log: their right to sign in is taken instead."""
        return super().has_delete_permission(request, obj) and not (obj and obj.last_login)

    def get_search_results(self, request, people, typed):
        return folded_among(people, typed, ("full_name", "username", "email")), False

    def formfield_for_manytomany(self, db_field, request, **kwargs):
        if db_field.name == "groups":
            return RolesField(
                Group.objects.filter(name__in=[role.code for role in ROLES]), label=_("Roles"), required=False
            )
        return super().formfield_for_manytomany(db_field, request, **kwargs)

    @admin.display(description=_("active"), ordering="is_active")
    def works_here(self, user) -> str:
        return _("Yes") if user.is_active else _("No")

    @admin.display(description=_("roles"))
    def role_names(self, user) -> str:
        return user.role_names


@admin.register(Deputyship)
class DeputyAdmin(ForSuperusers, admin.ModelAdmin):
    list_display = ("person", "role_name", "begins", "ends")
    list_select_related = ("person", "role")
    fields = ("person", "role", "begins", "ends")

    @admin.display(description=_("role"))
    def role_name(self, deputyship) -> str:
        return role_label(deputyship.role.name)

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.name == "person":
            kwargs["queryset"] = User.objects.filter(is_staff=True, is_active=True).order_by("full_name")
        if db_field.name == "role":
            return RoleField(Group.objects.filter(name__in=[role.code for role in ROLES]), label=_("Role"))
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

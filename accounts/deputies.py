"""Standing in for somebody: a person has another role's rights until a day. Asked once a request."""

from django.contrib.auth.backends import BaseBackend
from django.contrib.auth.models import Permission
from django.utils import timezone

KEPT = "_deputy_permissions"


class DeputyBackend(BaseBackend):
    """Adds the rights of the roles a person stands in for. Signs nobody in."""

    def get_all_permissions(self, user_obj, obj=None) -> set[str]:
        if not user_obj.is_active or user_obj.is_anonymous or obj is not None:
            return set()
        if not hasattr(user_obj, KEPT):  # a person object lives for one request
            setattr(user_obj, KEPT, self._ask(user_obj))
        return getattr(user_obj, KEPT)

    get_group_permissions = get_all_permissions

    def has_perm(self, user_obj, perm, obj=None) -> bool:
        return perm in self.get_all_permissions(user_obj, obj)

    def has_module_perms(self, user_obj, app_label) -> bool:
        return any(code.startswith(f"{app_label}.") for code in self.get_all_permissions(user_obj))

    def _ask(self, user) -> set[str]:
        today = timezone.localdate()
        found = Permission.objects.filter(
            group__deputyship__person=user,
            group__deputyship__begins__lte=today,
            group__deputyship__ends__gte=today,
        )
        return {f"{app}.{code}" for app, code in found.values_list("content_type__app_label", "codename")}

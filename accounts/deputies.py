"""Standing in for somebody: a person has another role's rights until a day. Asked once a request.

It is asked before Django's own backend and reads all rights of a person with one query: their own, their
roles' and those of the roles they stand in for. Django's finds them kept, and asks nothing more.
"""

from django.contrib.auth.backends import BaseBackend
from django.contrib.auth.models import Permission
from django.utils import timezone

KEPT = "_perm_cache"  # where Django's own backend looks, too


class DeputyBackend(BaseBackend):
    """Knows every right of a person, those of a deputy included. Signs nobody in."""

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
        rights = Permission.objects.order_by().values_list("content_type__app_label", "codename")
        own, of_roles = rights.filter(user=user), rights.filter(group__user=user)
        as_deputy = rights.filter(
            group__deputyship__person=user,
            group__deputyship__begins__lte=today,
            group__deputyship__ends__gte=today,
        )
        return {f"{app}.{code}" for app, code in own.union(of_roles, as_deputy)}

"""A load balancer and an operator ask how the portal is."""

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from portal.models import Masthead

pytestmark = pytest.mark.django_db


def test_alive_is_said_without_asking_anybody(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        answer = client.get("/healthz")
    assert (answer.status_code, answer.content) == (200, b"ok")
    assert "no-store" in answer["Cache-Control"]
    assert client.head("/healthz").status_code == 200
    assert client.post("/healthz").status_code == 405


def test_ready_names_database_migrations_and_cache(client):
    answer = client.get("/readyz")
    assert answer.status_code == 200
    assert answer.json() == {"database": True, "migrations": True, "cache": True}
    assert "no-store" in answer["Cache-Control"]


def test_a_migration_that_was_not_run_is_not_ready(client):
    MigrationRecorder.Migration.objects.filter(app="portal").delete()
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json() == {"database": True, "migrations": False, "cache": True}


def test_a_dead_cache_costs_speed_and_not_readiness(client, settings):
    settings.CACHES = {
        "default": {
            "BACKEND": "django_redis.cache.RedisCache",
            "LOCATION": "redis://127.0.0.1:1/0",
            "OPTIONS": {"IGNORE_EXCEPTIONS": True, "SOCKET_CONNECT_TIMEOUT": 0.25, "SOCKET_TIMEOUT": 0.25},
        }
    }
    answer = client.get("/readyz")
    assert answer.status_code == 200
    assert answer.json() == {"database": True, "migrations": True, "cache": False}
    assert client.get("/").status_code == 200


def test_an_operator_hears_what_the_masthead_lacks(capsys):
    Masthead.objects.update_or_create(pk=1, defaults={"name": "Báo Thuận Phong", "licence_number": ""})
    call_command("check", databases=["default"])
    warning = capsys.readouterr().err
    assert "portal.W001" in warning
    assert "/admin/portal/masthead/" in warning
    complete = {
        field.name: "x" for field in Masthead._meta.fields if field.name not in {"id", "licence_date"}
    }
    Masthead.objects.update(**complete, licence_date="2020-01-01")
    call_command("check", databases=["default"])
    assert "portal.W001" not in capsys.readouterr().err


def test_the_check_is_quiet_where_there_is_no_table_yet(capsys):
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE portal_masthead RENAME TO somewhere_else")
    call_command("check", databases=["default"])
    assert "portal.W001" not in capsys.readouterr().err


def test_a_load_balancer_may_ask_under_any_name(client, settings):
    settings.ALLOWED_HOSTS = ["bao.example"]
    settings.SITE_URL = "https://bao.example"
    assert client.get("/healthz", headers={"Host": "10.0.0.7"}).status_code == 200
    assert client.get("/healthz", headers={"Host": "a b"}).status_code == 200
    assert client.get("/robots.txt", headers={"Host": "10.0.0.7"}).status_code == 400

"""No row of one agency is visible, changeable or reachable from another, in plain SQL, for every table."""

import psycopg
import pytest
from django.db import IntegrityError, ProgrammingError, connection, connections, models, transaction
from django.db.utils import DatabaseError

from keepstep.domain.clients.account import Account
from keepstep.domain.delivery.project import Project
from keepstep.postgres import tenancy
from tests.cast import House
from tests.rows import one_of_each

pytestmark = pytest.mark.database

GLOBAL_TABLES = {
    "account_emailaddress": "log-ins' addresses, kept by the log-in library; never filled by us",
    "account_emailconfirmation": "the same library's",
    "auth_group": "Django's, empty",
    "auth_group_permissions": "Django's, empty",
    "auth_permission": "Django's names of rights",
    "django_content_type": "Django's names of models",
    "django_migrations": "which migrations have run",
    "django_session": "sessions, each under its own secret key",
    "keepstep_cache": "counters of the rate limits",
    "login": "who may sign in, before any agency is known",
    "portal_link": "who asks to be let into the portal, before any agency is known",
    "procrastinate_events": "jobs carry ids only",
    "procrastinate_jobs": "jobs carry ids only",
    "procrastinate_periodic_defers": "when a schedule last ran",
    "procrastinate_workers": "heartbeats",
    "sign_in_link": "hashes of sign-in links, before any agency is known",
}


def tables() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute("select tablename from pg_tables where schemaname = 'public' order by 1")
        return [name for (name,) in cursor.fetchall()]


def count(table: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(f"select count(*) from {table}")
        return int(cursor.fetchone()[0])


def test_every_table_is_either_of_an_agency_or_known_to_be_of_none(house: House) -> None:
    owned = {model._meta.db_table for model in tenancy.tenant_models()}
    assert set(tables()) == owned | GLOBAL_TABLES.keys()


def test_every_table_of_an_agency_has_forced_policies(house: House) -> None:
    with connection.cursor() as cursor:
        cursor.execute("select relname from pg_class where relrowsecurity and relforcerowsecurity order by 1")
        forced = [name for (name,) in cursor.fetchall()]
    assert forced == sorted(model._meta.db_table for model in tenancy.tenant_models())


def test_the_application_is_neither_superuser_nor_owner_of_anything(house: House) -> None:
    with connection.cursor() as cursor:
        cursor.execute("select rolsuper, rolbypassrls, rolinherit from pg_roles where rolname = current_user")
        assert cursor.fetchone() == (False, False, False)
        cursor.execute("select count(*) from pg_tables where tableowner = current_user")
        assert cursor.fetchone() == (0,)


def test_without_an_agency_nothing_is_visible_in_any_table(house: House) -> None:
    one_of_each(house)
    tenancy._set_agency("")
    assert {model._meta.db_table: count(model._meta.db_table) for model in tenancy.tenant_models()} == {
        model._meta.db_table: 0 for model in tenancy.tenant_models()
    }


def test_a_row_of_every_table_is_invisible_and_unchangeable_elsewhere(house: House) -> None:
    rows = one_of_each(house)
    assert set(rows) == set(tenancy.tenant_models())
    with house.elsewhere.entered():
        for model, key in rows.items():
            table = model._meta.db_table
            with connection.cursor() as cursor:
                cursor.execute(f"select count(*) from {table} where id = %s", [key])
                assert (table, cursor.fetchone()) == (table, (0,))
                cursor.execute(f"update {table} set id = id where id = %s", [key])
                assert (table, cursor.rowcount) == (table, 0)
                cursor.execute(f"delete from {table} where id = %s", [key])
                assert (table, cursor.rowcount) == (table, 0)
    for model, key in rows.items():
        assert model._default_manager.filter(pk=key).count() == 1


def test_no_row_can_be_put_into_another_agency(house: House) -> None:
    one_of_each(house)
    for model in tenancy.tenant_models():
        if model._meta.db_table == "agency":
            continue
        columns = ", ".join(
            str(f.column) for f in model._meta.concrete_fields if not f.generated and f.name != "agency"
        )
        copied = columns.replace("id,", "keepstep_uuid7(),", 1) if columns.startswith("id,") else columns
        statement = f"insert into {model._meta.db_table} (agency_id, {columns})"
        statement += f" select %s, {copied} from {model._meta.db_table} limit 1"
        with (
            pytest.raises((ProgrammingError, DatabaseError)) as refused,
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(statement, [house.elsewhere.id])
        assert isinstance(refused.value.__cause__, psycopg.errors.InsufficientPrivilege), model._meta.db_table


def test_every_reference_names_the_agency_too(house: House) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "select conrelid::regclass::text, count(*) from pg_constraint"
            " where contype = 'f' and cardinality(conkey) = 2 group by 1"
        )
        composite = dict(cursor.fetchall())
    expected = {
        model._meta.db_table: len(references)
        for model in tenancy.tenant_models()
        if (references := [f for f in model._meta.concrete_fields if _refers_to_a_tenant(f)])
    }
    assert composite == expected


def _refers_to_a_tenant(field: models.Field) -> bool:
    return field.is_relation and field.name != "agency" and field.related_model in tenancy.tenant_models()


def test_a_project_cannot_be_opened_for_another_agencys_account(house: House) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Project.objects.create(account_id=house.rival.id, name="Stolen", opened_at=house.at)
        with connection.cursor() as cursor:
            cursor.execute("set constraints all immediate")


def test_the_database_fills_the_agency(house: House) -> None:
    assert Account.objects.create(name="Fresh").agency_id == house.agency.id


def test_without_an_agency_nothing_can_be_inserted(house: House) -> None:
    tenancy._set_agency("")
    with pytest.raises(DatabaseError), transaction.atomic():
        Account.objects.create(name="Nobody's")


def test_the_former_agency_returns_after_the_block(house: House) -> None:
    with house.elsewhere.entered():
        assert [account.name for account in Account.objects.all()] == ["Lumen Dental"]
    assert [account.name for account in Account.objects.all()] == ["Northwind Bakery"]


def test_the_former_agency_returns_after_an_error(house: House) -> None:
    with pytest.raises(ZeroDivisionError), house.elsewhere.entered():
        raise ZeroDivisionError
    assert [account.name for account in Account.objects.all()] == ["Northwind Bakery"]


def test_an_agency_is_found_by_looking_at_all_and_then_left_again(house: House) -> None:
    with tenancy.every_agency():
        assert Account.objects.count() == 2
    assert Account.objects.count() == 1


@pytest.mark.django_db(databases=["default", "owner"])
def test_securing_twice_changes_nothing() -> None:
    before = policies()
    tenancy.secure(connections["owner"])
    assert policies() == before


def policies() -> tuple[int, int]:
    with connection.cursor() as cursor:
        cursor.execute("select (select count(*) from pg_policies), (select count(*) from pg_constraint)")
        return cursor.fetchone()


def test_keys_made_by_the_database_rise_with_time(house: House) -> None:
    with connection.cursor() as cursor:
        cursor.execute("select keepstep_uuid7(), pg_sleep(0.002), keepstep_uuid7()")
        first, _, second = cursor.fetchone()
    assert (first.version, first.variant) == (7, second.variant)
    assert first < second

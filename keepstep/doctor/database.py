"""The database: its version, its schema, and whether the agencies are kept apart in it (`design.md` §3)."""

from collections.abc import Iterator
from datetime import datetime

from django.db import connection, connections
from django.utils.translation import gettext as _

from keepstep.doctor.finding import Finding, State
from keepstep.domain.agency.agency import Agency
from keepstep.postgres import tenancy
from keepstep.postgres.provision import OWNER, pending

OLDEST_POSTGRES = 15


def version(_at: datetime) -> Iterator[Finding]:
    with connections[OWNER].cursor() as cursor:
        cursor.execute("show server_version_num")
        number = int(cursor.fetchone()[0])
    words = _("PostgreSQL %(version)s answers.") % {"version": f"{number // 10000}.{number % 100}"}
    if number // 10000 >= OLDEST_POSTGRES:
        yield Finding(_("database"), State.WELL, words)
    else:
        mend = _("Move to PostgreSQL %(oldest)s or newer.") % {"oldest": OLDEST_POSTGRES}
        yield Finding(_("database"), State.BROKEN, words, mend)


def migrations(_at: datetime) -> Iterator[Finding]:
    if pending():
        yield Finding(
            _("schema"),
            State.BROKEN,
            _("It is older than this version."),
            _("Run `keepstep migrate --database owner`."),
        )
    else:
        yield Finding(_("schema"), State.WELL, _("It is as this version needs it."))


def roles(_at: datetime) -> Iterator[Finding]:
    """The application may be neither superuser, nor above the policies, nor an owner of tables."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select rolsuper or rolbypassrls or exists (select 1 from pg_tables where tableowner = current_user)"
            " from pg_roles where rolname = current_user"
        )
        is_mighty = cursor.fetchone()[0]
    if is_mighty:
        mend = _("Give DATABASE_APP_URL a plain role that owns nothing, or leave it out.")
        yield Finding(_("roles"), State.BROKEN, _("The application's role is above the policies."), mend)
    else:
        yield Finding(_("roles"), State.WELL, _("The application is a plain role."))


def policies(_at: datetime) -> Iterator[Finding]:
    """Every table of the tenants keeps its rows to their agency, and without an agency nothing is seen."""
    tables = [model._meta.db_table for model in tenancy.tenant_models()]
    with connections[OWNER].cursor() as cursor:
        cursor.execute(
            "select t.name from unnest(%s::text[]) t(name) left join pg_class c on c.oid = to_regclass(t.name)"
            " where not coalesce(c.relrowsecurity and c.relforcerowsecurity, false) or 2 > (select count(*)"
            "   from pg_policy p where p.polrelid = c.oid and p.polname in ('own_agency', 'every_agency'))"
            " order by 1",
            [tables],
        )
        bare = [row[0] for row in cursor.fetchall()]
    if bare or Agency.objects.exists():
        words = _("Rows of other agencies can be seen: %(tables)s.") % {"tables": ", ".join(bare) or "agency"}
        yield Finding(_("tenancy"), State.BROKEN, words, _("Run `keepstep migrate --database owner`."))
    else:
        yield Finding(_("tenancy"), State.WELL, _("Every table keeps its rows to their agency."))

"""What is looked up among very many is read by an index, under row-level security: there an operator that might tell of
rows one may not see uses none, so that each look-up has to be seen to use its own."""

import re

import pytest
from django.db import connection, connections

from keepstep.domain.agency import own_list
from keepstep.domain.sales import duplicate, pipeline, sign
from keepstep.domain.sales.lead import Lead
from keepstep.domain.sales.source import Source
from keepstep.postgres.provision import OWNER
from tests.cast import House

MANY = 3000
CROWD = (
    "insert into account (name, language, cadence, business, site, about, tax_number)"
    " select 'Client ' || n, 'en', '{}', '', 'https://client' || n || '.test', '', n from generate_series(1, %s) n",
    "insert into contact (account_id, name, position, part, email, phone, language, channels)"
    " select a.id, 'Somebody', '', 'other', a.id || '@' || a.id || '.test', '+4930' || row_number() over (), 'en', '{}'"
    " from account a",
    "insert into lead (name, company, emails, phones, tax_number, site, message, source_id, channel, first_touch,"
    " last_touch, consent, came_at, state) select 'Lead ' || n, 'Company ' || n, '{}', '{}', '', '', '', s.id, 'hand',"
    " '{}', '{}', '', now(), 'unsorted' from source s, generate_series(1, %s) n where s.name = 'Website'",
    "insert into lead_sign (id, lead_id, kind, value)"
    " select keepstep_uuid7(), l.id, 'email', l.id || '@x.test' from lead l",
    "insert into deal (title, company, name, phone, email, person_id, currency, stage_id, since, opened_at, state)"
    " select 'Deal ' || n, 'Company ' || n, '', '', '', p.id, 'EUR', s.id, now(), now(), 'open'"
    " from person p, stage s, generate_series(1, %s) n where p.name = 'Vera' and s.name = 'New request'",
)
SEARCH = (
    "explain select id from (select id, agency_id from {} where keepstep_words(agency_id, sort_name) @@"
    " keepstep_asked(%s, %s) offset 0) said where agency_id = %s limit 5001"
)


def plan(cursor: object, statement: str, values: object) -> str:
    cursor.execute(statement, values)  # type: ignore[attr-defined]
    return "\n".join(line for [line] in cursor.fetchall())  # type: ignore[attr-defined]


@pytest.mark.django_db(transaction=True, databases=["default", OWNER])
def test_duplicates_and_words_are_looked_up_in_indexes(open_house: House) -> None:
    """Among three thousand clients, contacts, leads and deals; the owner asks as `keepstep_found` does."""
    lead = Lead(emails=["ada@bakery.test"], phones=["+4930123456"], tax_number="DE 1", site="https://bakery.test")
    asked = [(lead.pk, kind, value) for kind, value in sorted(sign.signs(lead))]
    keys, kinds, values = (list(column) for column in zip(*asked, strict=True))
    with open_house.agency.entered(), connection.cursor() as cursor:
        own_list.offered(Source, open_house.agency)
        pipeline.offered(open_house.agency)
        for statement in CROWD:
            cursor.execute(statement, [MANY] if "%s" in statement else None)
    with connections[OWNER].cursor() as cursor:
        cursor.execute("analyze account, contact, lead, lead_sign, deal")
        cursor.execute("set enable_seqscan = off; set enable_indexscan = off")  # as the function does
        mine = open_house.agency.pk
        found = {
            table: plan(cursor, SEARCH.format(table), [mine, ["company", "2776"], mine]) for table in ("deal", "lead")
        }
    with open_house.agency.entered(), connection.cursor() as cursor:
        told = plan(cursor, f"explain {duplicate.FIND}", {"leads": keys, "kinds": kinds, "values": values})
    served = set(re.findall(r"(?:using|on) (\w+).*\n\s+Index Cond: \(.*= a\.value\)", told))
    signs = {"a_lead_bears_a_sign_once", "lead_sign_by_value"}
    assert ("Seq Scan" in told, served - signs, bool(served & signs)) == (
        False,
        {"contact_of_mail", "contact_by_phone", "account_of_web_domain", "contact_of_mail_domain",
         "account_of_tax_number"},
        True,
    )  # fmt: skip
    assert {table: f"Bitmap Index Scan on {table}_by_words" in said for table, said in found.items()} == {
        "deal": True, "lead": True,
    }  # fmt: skip

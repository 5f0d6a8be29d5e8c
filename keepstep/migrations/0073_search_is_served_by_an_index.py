from django.db import migrations

# The separators are those of keepstep/postgres/words.py. Every word has its agency before it: agencies share the index.
SEARCH = r"""
create function keepstep_words(of_agency uuid, said text) returns tsvector
language sql immutable parallel safe as $$
    select array_to_tsvector(string_to_array(
        replace(of_agency::text, '-', '') || replace(
            btrim(regexp_replace(replace(lower(said), 'ё', 'е'), '[\s\u00a0!-/:-@\[-`{-~«»„“”‘’‹›…–—№]+', ' ', 'g')),
            ' ', ' ' || replace(of_agency::text, '-', '')
        ), ' '
    ))
$$;
create function keepstep_asked(of_agency uuid, words text[]) returns tsquery
language sql immutable parallel safe as $$
    select string_agg('''' || replace(of_agency::text, '-', '') || word || ''':*', ' & ')::tsquery
    from unnest(words) word
$$;
create function keepstep_begun(of_agency uuid, said text, words text[]) returns boolean
language sql immutable parallel safe as $$
    select keepstep_words(of_agency, said) @@ keepstep_asked(of_agency, words)
$$;
create function keepstep_found(of_table text, words text[], most int) returns setof uuid
language plpgsql stable security definer set search_path = public, pg_temp set enable_seqscan = off
set enable_indexscan = off as $$
declare
    mine uuid := nullif(current_setting('app.agency_id', true), '')::uuid;
begin
    if of_table not in ('deal', 'lead') then
        raise exception 'nobody searches %', of_table;
    end if;
    return query execute format(
        'select id from (select id, agency_id from %I where keepstep_words(agency_id, sort_name) @@ $2 offset 0) said'
        ' where agency_id = $1 limit $3', of_table
    ) using mine, keepstep_asked(mine, words), most;
end $$;
create index deal_by_words on deal using gin (keepstep_words(agency_id, sort_name));
create index lead_by_words on lead using gin (keepstep_words(agency_id, sort_name));
"""
LET_GO = """
drop index lead_by_words;
drop index deal_by_words;
drop function keepstep_found(text, text[], int);
drop function keepstep_begun(uuid, text, text[]);
drop function keepstep_asked(uuid, text[]);
drop function keepstep_words(uuid, text);
"""


class Migration(migrations.Migration):

    dependencies = [
        ("keepstep", "0072_what_is_looked_up_has_an_index"),
    ]

    operations = [migrations.RunSQL(SEARCH, LET_GO)]

"""A letter may go to a lead before there is a deal. The table and all that hangs on it take the name of what is in it by
now; every row stays."""

import django.db.models.deletion
import keepstep.domain.agency.row
from django.db import migrations, models

RENAMED = """
do $$
declare held name;
begin
    for held in select conname from pg_constraint
                where conrelid = 'sales_letter'::regclass and conname like 'deal\\_letter\\_%' loop
        execute format('alter table sales_letter rename constraint %I to %I', held,
                       replace(held, 'deal_letter_', 'sales_letter_'));
    end loop;
end
$$
"""


class Migration(migrations.Migration):

    dependencies = [
        ("keepstep", "0077_a_changed_task_of_a_deal_says_so"),
    ]

    operations = [
        migrations.RenameModel(
            old_name='DealLetter',
            new_name='SalesLetter',
        ),
        migrations.RenameIndex(
            model_name='salesletter',
            new_name='sales_letter_of',
            old_name='deal_letter_of',
        ),
        migrations.RenameIndex(
            model_name='salesletter',
            new_name='sales_letter_to',
            old_name='deal_letter_to',
        ),
        migrations.RenameIndex(
            model_name='salesletter',
            new_name='sales_letter_waiting',
            old_name='deal_letter_waiting',
        ),
        migrations.AlterModelTable(
            name='salesletter',
            table='sales_letter',
        ),
        migrations.RunSQL(RENAMED, migrations.RunSQL.noop),
        migrations.RemoveConstraint(
            model_name='salesletter',
            name='a_letter_of_a_deal_taken_back_was_never_taken',
        ),
        migrations.AddField(
            model_name='salesletter',
            name='lead',
            field=keepstep.domain.agency.row.Key(db_index=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='letters', to='keepstep.lead'),
        ),
        migrations.AlterField(
            model_name='leadrecord',
            name='kind',
            field=models.CharField(choices=[('came', 'Came'), ('amended', 'Amended'), ('given', 'Given'), ('taken', 'Taken'), ('returned', 'Returned'), ('attached', 'Attached'), ('rejected', 'Rejected'), ('talked', 'Talked'), ('bounced', 'Bounced'), ('merged', 'Merged'), ('parted', 'Parted'), ('deal', 'Deal'), ('assessed', 'Assessed'), ('qualified', 'Qualified'), ('disqualified', 'Disqualified'), ('imported', 'Imported')], max_length=12),
        ),
        migrations.AlterField(
            model_name='salesletter',
            name='deal',
            field=keepstep.domain.agency.row.Key(db_index=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='letters', to='keepstep.deal'),
        ),
        migrations.AddIndex(
            model_name='salesletter',
            index=models.Index(fields=['agency', 'lead', '-queued_at'], name='sales_letter_to_lead'),
        ),
        migrations.AddIndex(
            model_name='stranger',
            index=models.Index(fields=['agency', 'lead'], name='stranger_of_lead'),
        ),
        migrations.AddConstraint(
            model_name='salesletter',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('deal__isnull', False), ('lead', None)), models.Q(('deal', None), ('lead__isnull', False)), _connector='OR'), name='a_letter_is_to_a_lead_or_about_a_deal'),
        ),
        migrations.AddConstraint(
            model_name='salesletter',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('brief', None), ('proposal', None)), ('deal__isnull', False), _connector='OR'), name='a_lead_is_sent_plain_words'),
        ),
        migrations.AddConstraint(
            model_name='salesletter',
            constraint=models.CheckConstraint(condition=models.Q(('withdrawn_at', None), models.Q(('delivered_at', None), ('handed_at', None), ('taken_at', None)), _connector='OR'), name='a_letter_taken_back_was_never_taken'),
        ),
    ]

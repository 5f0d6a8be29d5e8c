"""Own management's rung, until now a rung like the others, is the duty call_client: its items and what was told of them move over."""

from typing import Any

from django.db import migrations


def move(apps: Any, schema_editor: Any, former: str = "push_stall", present: str = "call_client") -> None:
    """The closed ones too: a call that was made, or left out with a reason, is not asked for anew."""
    items = apps.get_model('keepstep', "Item").objects.using(schema_editor.connection.alias)
    items.filter(duty=former, facts__audience="management").update(duty=present)


def move_back(apps: Any, schema_editor: Any) -> None:
    move(apps, schema_editor, former="call_client", present="push_stall")


class Migration(migrations.Migration):
    dependencies = [('keepstep', '0015_documents_are_shared')]
    operations = [migrations.RunPython(move, move_back)]

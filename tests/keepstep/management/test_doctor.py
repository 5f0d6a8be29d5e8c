"""`keepstep doctor`: what is well, what is not, and how to mend it."""

from pathlib import Path

from aiosmtpd.controller import Controller
from aiosmtpd.handlers import Sink

from tests.keepstep.installation import Installation
from tests.keepstep.management.conftest import Inhabited, free_port


def test_what_is_well_is_ticked_off_and_the_code_is_0(inhabited: Inhabited) -> None:
    port = free_port()
    post = Controller(Sink(), hostname="127.0.0.1", port=port)
    post.start()
    try:
        done = inhabited.installation.keepstep("doctor", KEEPSTEP_SMTP_PORT=str(port))
    finally:
        post.stop()
    ticked = [line.split(":")[0] for line in done.stdout.splitlines() if line.startswith("✓")]
    assert (done.returncode, ticked) == (
        0,
        ["✓ database", "✓ schema", "✓ roles", "✓ tenancy", "✓ time zones", "✓ files", "✓ mail", "✓ permissions"],
    )


def test_what_is_broken_comes_with_its_cure_and_the_code_is_1(inhabited: Inhabited) -> None:
    inhabited.installation.data.chmod(0o755)
    try:
        done = inhabited.installation.keepstep("doctor", KEEPSTEP_MAIL_FOLDER=str(inhabited.installation.data / "post"))
    finally:
        inhabited.installation.data.chmod(0o700)
    data = inhabited.installation.data
    assert done.returncode == 1
    assert done.stdout.splitlines()[-2:] == [f"✗ permissions: Others may read {data}.", f"  → chmod 700 {data}"]


def test_a_table_that_lost_its_policy_is_found(inhabited: Inhabited) -> None:
    inhabited.as_owner("alter table step no force row level security")
    try:
        said = inhabited.installation.keepstep("doctor", KEEPSTEP_MAIL_FOLDER="/nowhere").stdout.splitlines()
    finally:
        inhabited.as_owner("alter table step force row level security")
    assert "✗ tenancy: Rows of other agencies can be seen: step." in said


def test_a_database_that_does_not_answer_is_a_finding(tmp_path: Path) -> None:
    lost = Installation(tmp_path / "data").keepstep("doctor", DATABASE_URL="postgresql://nobody@127.0.0.1:1/none")
    assert (lost.returncode, lost.stdout.splitlines()[0].split(":")[0]) == (1, "✗ database")

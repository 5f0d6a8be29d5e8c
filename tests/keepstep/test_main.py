"""The `keepstep` command itself: what it offers, and what it says to what it does not know."""

from pathlib import Path

from keepstep.__main__ import COMMANDS
from tests.keepstep.installation import Installation


def test_help_lists_our_commands_in_a_line_each_and_needs_no_database(tmp_path: Path) -> None:
    said = Installation(tmp_path / "data").keepstep("--help").stdout.splitlines()
    listed = [line.split()[0] for line in said if line.startswith("  ")]
    assert (listed, [line for line in said if len(line) > 120]) == (list(COMMANDS), [])
    assert not (tmp_path / "data" / "postgres" / "cluster").exists()


def test_help_speaks_the_language_of_the_terminal(tmp_path: Path) -> None:
    said = Installation(tmp_path / "data").keepstep("--help", LC_ALL="ru_RU.UTF-8").stdout
    assert "осмотреть" in said


def test_an_unknown_command_is_named(tmp_path: Path) -> None:
    done = Installation(tmp_path / "data").keepstep("rond")
    assert (done.returncode, done.stderr) == (1, "There is no command “rond”; `keepstep --help` lists them.\n")


def test_a_wrong_address_of_the_database_is_explained(tmp_path: Path) -> None:
    done = Installation(tmp_path / "data").keepstep("round", DATABASE_URL="mysql://somewhere")
    said = "DATABASE_URL must look like postgresql://owner:password@host:5432/keepstep\n"
    assert (done.returncode, done.stderr) == (1, said)

import os
import subprocess
from datetime import UTC, date, datetime
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.utils.translation import override

from keepstep.domain.delivery import project
from keepstep.domain.delivery.step import Step
from keepstep.intake import connection, git_log
from tests.cast import NOW, House
from tests.keepstep.intake.examples import github
from tests.keepstep.intake.test_delivery import told


class Repository:
    def __init__(self, path: Path) -> None:
        self.path = path
        path.mkdir()
        self.git("init", "-q", "-b", "main")

    def git(
        self, *words: str, author: str = "Pavel <pavel@lighthouse.test>", at: str = "2026-02-27T10:00:00+01:00"
    ) -> str:
        name, _, address = author.rstrip(">").partition(" <")
        clean = {key: value for key, value in os.environ.items() if not key.startswith("GIT_")}
        own = {"GIT_AUTHOR_NAME": name, "GIT_AUTHOR_EMAIL": address, "GIT_AUTHOR_DATE": at, "GIT_COMMITTER_NAME": name,
               "GIT_COMMITTER_EMAIL": address, "GIT_COMMITTER_DATE": at, "GIT_CONFIG_GLOBAL": os.devnull}  # fmt: skip
        command = ["git", "-C", str(self.path), "-c", "commit.gpgsign=false", *words]
        return subprocess.run(command, check=True, capture_output=True, text=True, env=clean | own).stdout.strip()

    def commit(self, message: str, **more: str) -> str:
        self.git("commit", "-q", "--allow-empty", "--allow-empty-message", "--cleanup=verbatim", "-m", message, **more)
        return self.git("rev-parse", "HEAD")


@pytest.fixture
def site(tmp_path: Path) -> Repository:
    return Repository(tmp_path / "site")


def titles() -> list[str]:
    return list(Step.objects.filter(source="git").order_by("at", "id").values_list("title", flat=True))


def command(*words: str) -> str:
    said = StringIO()
    call_command("work_from", "git", *words, stdout=said)
    return said.getvalue()


def test_the_log_becomes_steps(site: Repository, house: House) -> None:
    sha = site.commit("feat(menu): cake photos (#12)\n\nlong words\n\n\x01 odd | words")
    site.commit("исправлена ёмкость корзины", at="2026-02-27T11:00:00+01:00", author="Вера <vera@lighthouse.test>")
    assert git_log.work_from(site.path, house.project).steps == 2
    assert list(
        Step.objects.filter(source="git").order_by("at").values_list("title", "author", "at", "day", "kind")
    ) == [
        ("Cake photos", "Pavel", datetime(2026, 2, 27, 9, tzinfo=UTC), date(2026, 2, 27), "merge"),
        ("Исправлена ёмкость корзины", "Вера", datetime(2026, 2, 27, 10, tzinfo=UTC), date(2026, 2, 27), "merge"),
    ]
    assert Step.objects.filter(key=f"commit:{sha}").count() == 1


def test_a_second_run_adds_nothing(site: Repository, house: House) -> None:
    site.commit("gallery")
    assert [git_log.work_from(site.path, house.project).steps for _ in range(2)] == [1, 0]


def test_what_a_webhook_told_already_adds_nothing(site: Repository, house: House) -> None:
    sha = site.commit("gallery")
    github_ = connection.connect(house.project, system="github", by=None, at=NOW)
    payload = github("push")
    payload["commits"][0] |= {"id": sha, "message": "gallery"}
    told(github_, "push", payload)
    assert git_log.work_from(site.path, house.project).steps == 0


def test_commits_of_a_merge_that_was_told_are_left_out(site: Repository, house: House) -> None:
    site.commit("gallery")
    site.git("checkout", "-q", "-b", "menu")
    head = [site.commit(f"menu, part {number}") for number in (1, 2)][-1]
    site.git("checkout", "-q", "main")
    site.commit("prices")
    site.git("merge", "-q", "--no-ff", "-m", "the menu is in", "menu")
    github_ = connection.connect(house.project, system="github", by=None, at=NOW)
    facts = {"merge_commit_sha": site.git("rev-parse", "HEAD"), "title": "The menu", "merged_at": NOW.isoformat()}
    merged = github("pull_request", "closed", pull_request__merged=True, pull_request__head__sha=head)
    merged["pull_request"] |= facts
    told(github_, "pull_request", merged)
    words = [str(site.path), "--project", "New site", "--agency", "Lighthouse"]
    with override("en"):
        assert command(*words) == (
            "2 steps recorded: New site (Northwind Bakery)\n"
            "2 commits left out: they came with merges that are steps already.\n"
        )
    assert (sorted(titles()), Step.objects.filter(title="The menu").count()) == (["Gallery", "Prices"], 1)


def test_commits_of_a_merge_that_nobody_told_of_are_counted(site: Repository, house: House) -> None:
    site.commit("gallery")
    site.git("checkout", "-q", "-b", "menu")
    site.commit("menu")
    site.git("checkout", "-q", "main")
    site.git("merge", "-q", "--no-ff", "-m", "the menu is in", "menu")
    assert git_log.work_from(site.path, house.project) == (2, 0)


def test_noise_is_left_out(site: Repository, house: House) -> None:
    site.commit("gallery")
    site.git("checkout", "-q", "-b", "menu")
    site.commit("menu")
    site.git("checkout", "-q", "main")
    site.commit("Bump lodash", author="dependabot[bot] <49699333+dependabot[bot]@users.noreply.github.com>")
    site.commit("fixup! gallery")
    site.commit("")
    site.git("merge", "-q", "--no-ff", "-m", "the menu is in", "menu")
    assert (git_log.work_from(site.path, house.project).steps, sorted(titles())) == (2, ["Gallery", "Menu"])


def test_only_the_branch_that_is_checked_out_counts(site: Repository, house: House) -> None:
    site.commit("gallery")
    site.git("checkout", "-q", "-b", "menu")
    site.commit("menu")
    site.git("checkout", "-q", "main")
    assert (git_log.work_from(site.path, house.project).steps, titles()) == (1, ["Gallery"])


def test_since_is_a_day_of_the_clients_calendar(site: Repository, house: House) -> None:
    site.commit("on Thursday", at="2026-02-26T23:30:00+01:00")
    site.commit("on Friday", at="2026-02-27T00:30:00+01:00")
    assert (git_log.work_from(site.path, house.project, since=date(2026, 2, 27)).steps, titles()) == (1, ["On Friday"])


def test_the_users_own_git_settings_change_nothing(
    site: Repository, house: House, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    site.commit("gallery")
    site.git("config", "log.showSignature", "true")
    site.git("config", "i18n.logOutputEncoding", "cp1251")
    monkeypatch.setenv("GIT_DIR", str(tmp_path / "elsewhere"))
    assert git_log.work_from(site.path, house.project).steps == 1


def test_the_log_of_another_encoding_is_read(site: Repository, house: House) -> None:
    file = site.path / "message"
    file.write_bytes("новая галерея".encode("cp1251"))
    site.git("-c", "i18n.commitEncoding=cp1251", "commit", "-q", "--allow-empty", "-F", str(file))
    assert (git_log.work_from(site.path, house.project).steps, titles()) == (1, ["Новая галерея"])


def test_the_command_says_how_many(site: Repository, house: House) -> None:
    site.commit("gallery")
    words = ["--project", house.project.name, "--agency", house.agency.name]
    with override("en"):
        assert [command(str(site.path), *words) for _ in range(2)] == [
            "1 step recorded: New site (Northwind Bakery)\n",
            "0 steps recorded: New site (Northwind Bakery)\n",
        ]


def test_a_project_is_named_by_its_id_as_well(site: Repository, house: House) -> None:
    site.commit("gallery")
    words = [str(site.path), "--project", str(house.project.pk), "--agency", str(house.agency.pk)]
    assert command(*words, "--since", "2026-02-27").startswith("1 step")


def test_a_project_of_another_agency_is_not_there(site: Repository, house: House) -> None:
    with pytest.raises(CommandError, match="There is no project “Rival ads”"):
        command(str(site.path), "--project", "Rival ads", "--agency", "Lighthouse")


def test_of_several_agencies_one_must_be_said(site: Repository, house: House) -> None:
    with pytest.raises(CommandError, match="There are several agencies; say which with --agency:\n"):
        command(str(site.path), "--project", "New site")


def test_of_two_projects_with_one_name_the_open_one_is_meant(site: Repository, house: House) -> None:
    site.commit("gallery")
    words = [str(site.path), "--project", "New site", "--agency", "Lighthouse"]
    former = project.start(house.northwind, name="New site", at=NOW)
    with pytest.raises(CommandError, match="Several projects are named “New site”; say the id of one:"):
        command(*words)
    project.close(former, at=NOW)
    assert command(*words).startswith("1 step")
    project.close(house.project, at=NOW)
    with pytest.raises(CommandError, match=r"The project “New site” is closed\."):
        command(*words)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--since", "yesterday"], "yesterday is not a day; 2026-03-02 is."),
        (["--agency", "Nobody"], "There is no agency “Nobody”."),
    ],
)
def test_a_wrong_option_says_what_is_wrong(site: Repository, house: House, words: list[str], said: str) -> None:
    with pytest.raises(CommandError, match=said):
        command(str(site.path), "--project", "New site", "--agency", "Lighthouse", *words)


def test_a_path_that_is_none_says_so(house: House, tmp_path: Path) -> None:
    with pytest.raises(git_log.NotRead, match=r"There is no folder .*/nowhere\."):
        git_log.work_from(tmp_path / "nowhere", house.project)


def test_a_folder_that_is_no_repository_says_so(house: House, tmp_path: Path) -> None:
    with pytest.raises(git_log.NotRead, match="is not a git repository"):
        git_log.work_from(tmp_path, house.project)


def test_a_repository_without_commits_says_so(site: Repository, house: House) -> None:
    with pytest.raises(git_log.NotRead, match="has no commits yet"):
        git_log.work_from(site.path, house.project)


def test_a_machine_without_git_says_so(site: Repository, house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    with pytest.raises(git_log.NotRead, match="git is not installed"):
        git_log.work_from(site.path, house.project)

"""What a reviewer would have to remember about documents and files, a test remembers."""

from __future__ import annotations

import ast
import re
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from companion.kernel.settings import DEFAULTS
from tests.architecture.permissions_page import PAGE, rewritten

ROOT = Path(__file__).parents[2]
RUNNING = (ROOT / "docs" / "running.md").read_text(encoding="utf-8")
IDS = Path(__file__).with_name("requirement_ids.txt").read_text(encoding="utf-8").split()
#: whatever tells of the machine or the workplace this was written on; spelled in parts, so as not to be found here
TELLTALES = (
    "/" + "work/", "/" + "root/", "/" + "home/", "/" + "tmp/team", "../" + "shared", "py" + "pi.org",
    "files.python" + "hosted", "artifact" + "ory", "--index" + "-url", "--extra-index" + "-url", "farm" + "-",
    ".lib" + "rary",
)  # fmt: skip
GIVEN_AWAY = {
    # path → what it may name, and why
    "transcripts/data/common_words.txt": "the words that are said most",
    "transcripts/data/ordinary_words.txt": "an English word list",
    "transcripts/data/pronunciations.txt": "how English words are said",
    "transcripts/data/pronunciations_COPYRIGHT.txt": "the notice that came with it",
    "transcripts/data/ordinary_words_COPYRIGHT.txt": "the notice that came with it",
}


def committed() -> list[Path]:
    """The files of the repository that are text, as git knows them."""
    try:
        listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True).stdout
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("this is not a git checkout, so there is no list of committed files")
    return [ROOT / name for name in listed.decode().split("\0") if name]


def texts() -> Iterator[tuple[str, str]]:
    for path in committed():
        if path.is_file() and path.suffix not in {".png", ".jpg", ".ico", ".woff2", ".docx", ".gz", ".bin"}:
            yield str(path.relative_to(ROOT)), path.read_text(encoding="utf-8", errors="replace")


def test_every_notice_that_came_with_data_is_named_in_ours() -> None:
    notices = {path.name for path in (ROOT / "transcripts" / "data").glob("*_COPYRIGHT.txt")}
    assert notices
    notice = (ROOT / "NOTICE").read_text(encoding="utf-8")
    assert {name for name in notices if name not in notice} == set()


@pytest.mark.parametrize("name", sorted(DEFAULTS))
def test_every_setting_is_documented_with_its_default(name: str) -> None:
    rows = re.findall(rf"^\| `{name}` \| (.+?) \|", RUNNING, re.MULTILINE)
    assert len(rows) == 1, f"{name} wants exactly one row in the settings table of docs/running.md"
    default = DEFAULTS[name]
    assert f"`{default}`" == rows[0] if default else not rows[0].startswith("`"), f"docs/running.md: default of {name}"


def test_no_setting_is_documented_that_is_not_there() -> None:
    documented = set(re.findall(r"^\| `((?:COMPANION|ZOOM)_[A-Z0-9_]+)` \|", RUNNING, re.MULTILINE))
    assert documented == set(DEFAULTS)


def test_every_command_that_the_page_tells_to_type_is_one() -> None:
    from companion.cli import main

    typed = set(re.findall(r"(?:^|`|/)companion ((?:db |keys |roll )?[a-z-]+)", RUNNING, re.MULTILINE))
    assert "serve" in typed
    for line in typed:
        command = main
        for word in line.split():
            found = getattr(command, "commands", {}).get(word)
            assert found is not None, f"docs/running.md tells to type `companion {line}`"
            command = found


def test_the_page_of_permissions_is_what_the_access_table_says() -> None:
    page = PAGE.read_text(encoding="utf-8")
    assert page == rewritten(page), "write it anew: python -m tests.architecture.permissions_page"


def test_links_between_documents_lead_somewhere() -> None:
    pages = [path for path in committed() if path.suffix == ".md"]
    for page in pages:
        for target in re.findall(r"\]\(([^)#]+)(?:#[^)]*)?\)", page.read_text(encoding="utf-8")):
            if "://" not in target and not target.startswith("mailto:"):
                assert (page.parent / target).exists(), f"{page.relative_to(ROOT)} links to {target}"


def test_no_file_tells_of_the_machine_it_was_written_on() -> None:
    found = [
        (name, tale) for name, text in texts() if name not in GIVEN_AWAY for tale in TELLTALES if tale in text.lower()
    ]
    assert found == []


def test_no_file_holds_a_secret() -> None:
    shapes = re.compile(r"-----BEGIN [A-Z ]*PRIVATE KEY-----|\bAKIA[0-9A-Z]{16}\b|\bgh[pousr]_[A-Za-z0-9]{36}\b")
    assert [name for name, text in texts() if shapes.search(text)] == []


def test_invented_people_live_at_addresses_that_cannot_exist() -> None:
    address = re.compile(r"\b(?!user@)[A-Za-z0-9.+-]+@((?:[a-z0-9-]+\.)+[a-z]{2,})\b")
    allowed = re.compile(
        r"(^|\.)(example|invalid|test)$|^example\.(com|org|net)$|^(gmail|googlemail|outlook)\.com$|^zoom\.us$"
    )
    found = {
        (name, domain)
        for name, text in texts()
        if name.startswith(("tests/", "companion/demo/", "companion/rehearsal/", "zoom_hooks/sim/"))
        for domain in address.findall(text)
        if not allowed.search(domain)
    }
    assert found == set()


@cache
def marked() -> list[tuple[str, str]]:
    """Every requirement id that a test names, with the file."""
    return list(_marked())


def _marked() -> Iterator[tuple[str, str]]:
    for path in (ROOT / "tests").rglob("test_*.py"):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        for node in ast.walk(tree):
            is_mark = isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "req"
            if is_mark:
                for argument in node.args:  # type: ignore[attr-defined]
                    assert isinstance(argument, ast.Constant), f"{path}: requirement ids are written out"
                    yield str(argument.value), str(path.relative_to(ROOT))


def test_a_requirement_that_a_test_shows_is_one() -> None:
    assert [(one, file) for one, file in marked() if one not in IDS] == []
    assert len(IDS) == len(set(IDS)) > 200


#: what the first evening and registration must uphold, each shown by a test that carries its id
UPHELD = (
    "LC-01 LC-02 LC-04 LC-05 LC-06 LC-07 LC-08 LC-09 LC-10 LC-11 LC-12 LC-13 LC-15 LC-18 LC-19 LC-20 LC-37 LC-40 LC-41 "
    "PP-01 PP-05 PP-09 PP-10 PP-11 PP-12 PP-13 PP-22 PP-32 PP-33 PP-34 PP-35 PP-43 PP-44 "
    "BX-03 BX-05 BX-26 BX-31 X-01 X-02 X-04 X-05 X-06 X-07"
)
#: the edge cases of roll, registration, Zoom and dates, and of what stands beside them
EDGES = {*range(1, 81), 121, 124, 125}


def test_what_registration_must_uphold_is_shown_by_tests() -> None:
    assert set(UPHELD.split()) - {one for one, _ in marked()} == set()


def test_every_edge_case_is_a_test_that_one_finds_by_its_number() -> None:
    files = (ROOT / "tests").rglob("test_*.py")
    named = [re.findall(r"def test_edge_(\d+)_", path.read_text(encoding="utf-8")) for path in files]
    assert EDGES - {int(number) for found in named for number in found} == set()


def test_decisions_are_numbered_once_each() -> None:
    numbers = [path.name[:4] for path in (ROOT / "docs" / "decisions").glob("[0-9]*.md")]
    assert len(numbers) == len(set(numbers))


def test_a_skip_or_an_expected_failure_gives_its_reason() -> None:
    for path in (ROOT / "tests").rglob("*.py"):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in {
                "skip", "skipif", "xfail",
            }:  # fmt: skip
                has_reason = any(word.arg == "reason" for word in node.keywords) or (
                    node.func.attr == "skip" and bool(node.args)
                )
                assert has_reason, f"{path.relative_to(ROOT)}:{node.lineno}"


def test_nothing_is_left_to_do_in_the_code() -> None:
    marks = re.compile(r"\b(TO" + "DO|FIX" + "ME|XX" + r"X)\b|NotImplemented" + "Error")
    sources = [(name, text) for name, text in texts() if name.endswith((".py", ".html", ".js", ".css", ".md"))]
    assert [name for name, text in sources if marks.search(text)] == []

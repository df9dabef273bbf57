"""The `companion` command. Each subcommand parses, calls one function, and prints; errors are one clear sentence.

Exit status: 0 done, 1 it ran and the answer is bad (something leaks, a promise failed), 2 wrong use or bad input.
"""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from companion.kernel import log
from companion.kernel.errors import DomainError
from companion.kernel.settings import SetupProblem
from companion.play_commands import COMMANDS

# What a command needs is imported when it runs: masking one file starts without a web server or a database.
if TYPE_CHECKING:
    from companion.kernel.settings import Settings
    from companion.wiring import Wiring


class Refused(Exception):
    """Input that cannot be used. The message is one sentence that says what and where."""


DATA_ERRORS: tuple[type[Exception], ...] = (Refused, SetupProblem, DomainError)


class Commands(click.Group):
    """A group whose commands answer bad input with one sentence on stderr and exit status 2."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except DATA_ERRORS as error:
            click.echo(f"companion: {error}", err=True)
            ctx.exit(2)
        except OSError as error:
            click.echo(f"companion: {error.strerror or error}: {error.filename or ''}".rstrip(": "), err=True)
            ctx.exit(2)


@click.group(cls=Commands)
@click.version_option(package_name="forum-companion", prog_name="companion")
def main() -> None:
    """Forum Companion: forum sessions on Zoom, from the first registration to the released transcript."""
    log.configure()


def settings() -> Settings:
    """The settings of this folder: environment, `.env`, and the secret that `init` made."""
    from companion import keeping

    return keeping.read_settings()


def wired() -> Wiring:
    """The installation of this folder. Raises Unprepared before `companion init`."""
    from companion import keeping
    from companion.wiring import wire

    found = settings()
    keeping.check_prepared(found)
    return wire(found)


# first run, health, keeping


@main.command()
@click.option("--name", prompt="Name of the first administrator", help="Name of the first administrator.")
@click.option("--email", prompt="Their e-mail address", help="Address that the administrator signs in with.")
def init(name: str, email: str) -> None:
    """Prepare this folder: keys, database, and the first administrator, whose sign-in link is printed."""
    from companion import keeping

    link = keeping.initialise(settings(), name, email)
    click.echo("Ready. Start it with: companion serve")
    click.echo(f"Sign in once with (works for 15 minutes): {link}")


@main.command()
def doctor() -> None:
    """Say what is healthy and what is missing, in plain words; exit 1 when something is wrong."""
    from companion import keeping

    findings = keeping.examine(settings())
    for finding in findings:
        click.echo(
            f"{'ok     ' if finding.is_well else 'missing' if finding.is_optional else 'WRONG  '}  {finding.words}"
        )
    if any(not finding.is_well and not finding.is_optional for finding in findings):
        sys.exit(1)


@main.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(0, 65535), help="Port to listen on.")
def serve(host: str, port: int) -> None:
    """Run everything: web and background work in one process and its worker child."""
    from companion import serving

    serving.serve(wired(), host=host, port=port, with_worker=True)


@main.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(0, 65535), help="Port to listen on.")
def web(host: str, port: int) -> None:
    """Run the pages, live push and the caption stream; the background work runs elsewhere."""
    from companion import serving

    serving.serve(wired(), host=host, port=port, with_worker=False)


@main.command()
def worker() -> None:
    """Run the background work: events from Zoom, letters, transcripts, what is due."""
    from companion import serving

    serving.work(wired())


@main.group()
def db() -> None:
    """The database's schema."""


@db.command("upgrade")
def db_upgrade() -> None:
    """Bring the database to the newest schema."""
    from companion import keeping

    click.echo(f"The database is at revision {keeping.upgrade(settings())}.")


@db.command("check")
def db_check() -> None:
    """Compare the database with the schema that this version wants; exit 1 when they differ."""
    from companion import keeping

    problem = keeping.check_schema(settings())
    click.echo(problem or "The database has the schema that this version wants.")
    if problem:
        sys.exit(1)


@main.group()
def keys() -> None:
    """The keys under which text is sealed."""


@keys.command("rotate")
def keys_rotate() -> None:
    """Make a new master key and wrap every data key under it."""
    from companion import keeping

    count = keeping.rotate_keys(settings())
    click.echo(f"{count} data keys are now wrapped under a new master key. Back the key file up.")


@main.command()
@click.option("--dry-run", is_flag=True, help="Only say what would go.")
def purge(dry_run: bool) -> None:
    """Delete what is past its date."""
    from companion import keeping

    wiring = wired()
    for name, count in keeping.purge(wiring, dry_run=dry_run).items():
        click.echo(f"{count:6}  {name}")


@main.command()
@click.argument("folder", type=click.Path(path_type=Path))
def backup(folder: Path) -> None:
    """Copy database, key store and master key into FOLDER, consistently, while it runs."""
    from companion import keeping

    click.echo(f"Backed up to {keeping.back_up(settings(), folder)}.")


@main.command()
@click.argument("folder", type=click.Path(path_type=Path, exists=True, file_okay=False))
def restore(folder: Path) -> None:
    """Put a backup back. Refuses while there is a database here; move it away first."""
    from companion import keeping

    keeping.restore(settings(), folder)
    click.echo("Restored. Check it with: companion doctor")


# the roll


@main.group()
def roll() -> None:
    """The membership roll."""


@roll.command("import")
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--apply", "apply_", is_flag=True, help="Apply the changes; without it they are only shown.")
@click.option("--json", "as_json", is_flag=True, help="Print the result as JSON.")
@click.option(
    "--answer", "given", multiple=True, metavar="LINE=ANSWER",
    help="Which landlord a line is: a member number, new, or skip. Once for each question.",
)  # fmt: skip
def roll_import(file: Path, apply_: bool, as_json: bool, given: tuple[str, ...]) -> None:
    """Import member landlords from a CSV or Excel FILE: shows what would change, and changes it with --apply.

    A line that may be a landlord of the roll is a question; with --apply each has to be answered.
    """
    from companion.roll import importing, telling

    data = file.read_bytes()
    runner = wired().runner
    answers = runner.read(importing.read_answers, data, given) if given else {}
    try:
        use_case = importing.apply_import if apply_ else importing.plan_import
        diff = (runner.run if apply_ else runner.read)(use_case, data, answers)
    except importing.OpenQuestions as error:
        open_ones = telling.questions(runner.read(importing.plan_import, data, answers))
        raise Refused("\n".join((f"Nothing was changed. {importing.ANSWER_HERE}", *open_ones))) from error
    said = telling.as_json(diff, applied=apply_) if as_json else None
    click.echo(json.dumps(said, ensure_ascii=False, indent=2) if as_json else telling.in_words(diff))
    if not apply_ and not as_json:
        click.echo("Nothing was changed. Run it again with --apply to change it.")


# the floor


@main.group("floor")
def floor_group() -> None:
    """The live floor, after the meeting."""


@floor_group.command("replay")
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--json", "as_json", is_flag=True, help="Print the result as JSON.")
def floor_replay(file: Path, as_json: bool) -> None:
    """Replay an exported log FILE, without a database, and compare its state's hash; exit 1 when they differ."""
    from companion.floor.after import export

    try:
        checked = export.read(file.read_bytes())
    except export.UnreadableLog as error:
        raise Refused(str(error)) from error
    if as_json:
        found = {"forum_session": checked.session_id, "events": checked.events, "state": checked.state}
        click.echo(json.dumps({**found, "stated": checked.stated, "same": checked.is_same}, indent=2))
    else:
        click.echo(f"{checked.events} events replayed. State {checked.state}.")
        click.echo("The same state as where it was exported." if checked.is_same else f"DIFFERS from {checked.stated}.")
    if not checked.is_same:
        sys.exit(1)


# transcripts, without a database


@main.command()
@click.argument("source", metavar="IN.vtt|IN.txt", type=click.Path(path_type=Path, dir_okay=False))
@click.option(
    "--roster", required=True, type=click.Path(path_type=Path, dir_okay=False),
    help="Who was there: a roster (JSON), or Zoom's registration report (CSV).",
)  # fmt: skip
@click.option(
    "--labels",
    type=click.Choice(["none", "item", "session", "kind"]),
    default="none",
    show_default=True,
    help="How speakers and names are labelled.",
)
@click.option(
    "--report", type=click.Path(path_type=Path, dir_okay=False), help="Where to write what was masked (JSON)."
)
@click.option(
    "-o", "--output", required=True, type=click.Path(path_type=Path, dir_okay=False),
    help="Where to write; the ending says how: .vtt .txt .docx .html .json",
)  # fmt: skip
@click.option("--pipeline", default="", metavar="NAME", help="A spaCy pipeline to ask as well: a package or a folder.")
@click.option("--no-model", is_flag=True, help="Go by the roster and by rules alone: faster, and finds fewer people.")
def anonymise(
    source: Path, roster: Path, labels: str, report: Path | None, output: Path, pipeline: str, no_model: bool
) -> None:
    """Mask who spoke and whom they named in one transcript. Read the result before it leaves your hands.

    The transcript is Zoom's .vtt, or the .txt of captions or chat that a participant saved.
    """
    from transcripts import Policy, anonymise_file, chosen, installed

    try:
        asked = ((installed(pipeline),) if pipeline else ()) if no_model else chosen(pipeline)
        done = anonymise_file(source, roster, output, labels=Policy(labels), report_path=report, recognisers=asked)
    except ValueError as error:  # VttError, RosterError, RecogniserError, an unknown ending: each is one sentence
        raise Refused(str(error)) from error
    click.echo(f"{done['cues']} cues, {done['words']} words, {len(done['spans'])} masked. Written to {output}.")
    for what, count in done["dropped"].items():
        click.echo(f"Left out: {count} {what}")
    for name in done["unresolved"]:
        click.echo(f"Not on the roster, masked all the same: {name}")
    click.echo("Nobody has reviewed this yet: read it before you send it.")


@main.command()
@click.argument("released", type=click.Path(path_type=Path, dir_okay=False))
@click.option(
    "--roster", required=True, type=click.Path(path_type=Path, dir_okay=False),
    help="Who was there: a roster (JSON), or Zoom's registration report (CSV).",
)  # fmt: skip
@click.option(
    "--spoken", type=click.Path(path_type=Path, dir_okay=False),
    help="What it was made from: also try to tell by style who said what (.vtt or .json only).",
)  # fmt: skip
@click.option("--json", "as_json", is_flag=True, help="Print the findings as JSON.")
def leaks(released: Path, roster: Path, spoken: Path | None, as_json: bool) -> None:
    """Look for anything identifying that is left in a text; exit 1 when something is."""
    from transcripts import by_step, leaks_in_file, linking_of_files

    try:
        found = leaks_in_file(released, roster)
        linking = linking_of_files(released, roster, spoken) if spoken else None
    except ValueError as error:  # RosterError, UnreadableFile, TranscriptError
        raise Refused(str(error)) from error
    certain = [leak for leak in found if leak.hard]
    if as_json:
        click.echo(json.dumps([asdict(leak) for leak in found], ensure_ascii=False, indent=2))
    else:
        for leak in found:
            click.echo(f"{'LEAK ' if leak.hard else 'look '} {leak.where}: {leak.found} ({leak.why})")
        for step, (hard, soft) in by_step(found).items():
            click.echo(f"{step:>32}: {hard} identify, {soft} to look at")
        click.echo(f"{len(certain)} that identify, {len(found) - len(certain)} to look at.")
    if linking:
        click.echo(linking.in_words(), err=as_json)
    if certain:
        sys.exit(1)


# the simulated Zoom, the demo and the rehearsal

for command in COMMANDS:
    main.add_command(command)

"""Before anybody registers: the administrator makes accounts, the organiser brings the roll, the code and the plan."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from companion.demo.cast import ADMINISTRATOR, ORGANISER, STAFF, Member, roll_file
from companion.demo.scene import Scene
from companion.demo.script import AGENDA, PROGRAMME, STARTS_IN_DAYS, TITLE
from companion.kernel.clocks import LONDON
from companion.staging.browser import Browser

MAILBOX = "forum@forum-office.example"


def prepare(scene: Scene) -> None:
    """From an empty installation to invitations in every contact's mailbox."""
    scene.sign_in(ADMINISTRATOR)
    admin = scene.staff[ADMINISTRATOR.email]
    page = admin.get("/programmes")
    admin.submit(page, page.form(having=("mailbox",)), name=PROGRAMME, profile="LC", mailbox=MAILBOX)
    for member in STAFF:
        _make_account(admin, member)
    scene.tell.say(f"{ADMINISTRATOR.name} makes a programme and {len(STAFF)} accounts, each with its role")
    scene.sign_in(*STAFF)
    organiser = scene.staff[ORGANISER.email]
    _import_roll(scene, organiser)
    _agree_code(organiser)
    _plan(scene, organiser)
    scene.tell.say(f"{ORGANISER.name} plans the session, links its Zoom meeting and opens it for names")
    page = organiser.press(scene.at("/invitations"), "Send")
    scene.tell.say(f"{len(scene.cast.landlords)} invitations leave, each with its landlord's own link")


def _make_account(admin: Browser, member: Member) -> None:
    page = admin.get("/people")
    page = admin.submit(page, page.form(having=("name", "email")), name=member.name, email=member.email)
    for role in member.roles:
        form = page.form(to="/roles")
        page = admin.submit(page, form, role=role.value)


def _import_roll(scene: Scene, organiser: Browser) -> None:
    """Upload the file, look at what it changes, apply it."""
    page = organiser.get("/roll")
    page = organiser.submit(page, page.form(to="/roll/check"), files={"file": ("roll.csv", roll_file())})
    organiser.submit(page, page.form(to="/apply"))
    scene.tell.say(f"{ORGANISER.name} imports the roll: {len(scene.cast.landlords)} landlords")


def _agree_code(organiser: Browser) -> None:
    """Keep the text that comes with the product, and record who agreed to it."""
    code = organiser.get("/forum-sessions").link(to="/code")
    page = organiser.get(code)
    page = organiser.submit(page, page.form(having=("body",)))
    organiser.submit(page, page.form(to="/in-force"))


def _plan(scene: Scene, organiser: Browser) -> None:
    zoom = scene.installation.zoom
    day = (scene.installation.clock.now() + timedelta(days=STARTS_IN_DAYS)).astimezone(LONDON)
    page = organiser.get(organiser.get("/forum-sessions").link(to="/new-session"))
    typed = {"date-day": str(day.day), "date-month": str(day.month), "date-year": str(day.year)}
    page = organiser.submit(
        page, page.form(having=("time",)), typed, forum_type="OVER", title=TITLE, time="10:00", minutes="90"
    )
    page = organiser.submit(page, page.form(button="Keep this date"))
    scene.session_id = UUID(page.path.rsplit("/", 1)[-1])
    for item in AGENDA:
        page = organiser.get(scene.at("/agenda"))
        form = page.form(having=("kind",))
        organiser.submit(page, form, title=item.title, kind=item.kind, minutes=str(item.minutes))
    page = organiser.get(scene.at("/agenda/review"))
    ticks = {"words_looked_at": "yes"} if "words_looked_at" in page.text else {}
    page = organiser.submit(page, page.form(to="/agenda/review"), ticks)
    organiser.submit(page, page.form(to="/agenda/publish"))
    scene.meeting_id = zoom.create_meeting(TITLE, settings={"registrants_confirmation_email": False})
    page = organiser.get(scene.at(""))
    page = organiser.submit(page, page.form(having=("meeting",)), meeting=scene.meeting_id)
    form = page.form(to="/move", button="Open registration")
    organiser.submit(page, form)

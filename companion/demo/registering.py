"""Names come in: from the landlords' own pages, from Zoom's form, and from people who find both seats held."""

from __future__ import annotations

from companion.demo.cast import Landlord, Person
from companion.demo.scene import Scene
from companion.staging.browser import Browser, NotOnThePage, Page

WRONG_CODE = "000000"


def register(scene: Scene) -> None:
    """Two seats each, by two ways in; whoever comes third waits, and is told why."""
    name_people(scene)
    fill_in_zooms_form(scene)
    third_person(scene)
    swap(scene)
    agree_to_the_code(scene)
    apologise(scene)


def name_people(scene: Scene) -> None:
    """Each contact opens the link in the invitation, names one or two people, and types the code that was sent."""
    asked: list[tuple[Landlord, Browser, Page]] = []
    for landlord in scene.cast.landlords:
        named = by_web(scene, landlord)
        if not named:
            continue
        invitation = scene.letters.wait_for(landlord.contact_email, "/landlord-link/")
        browser = scene.come_in(invitation.link("/landlord-link/"))
        page = browser.get(scene.at("/seats/names"))
        asked.append((landlord, browser, type_names(browser, page, named)))
        scene.contacts[landlord.contact_email] = browser
    for landlord, browser, page in asked:
        code = scene.letters.wait_for(landlord.contact_email, "Your code").code
        browser.submit(page, page.form(to="/seats/code"), code=code, follow=False)
    seats = sum(len(by_web(scene, landlord)) for landlord, _, _ in asked)
    scene.tell.say(f"{len(asked)} landlords name {seats} people on their own pages")


def by_web(scene: Scene, landlord: Landlord) -> tuple[Person, ...]:
    """Whom a landlord's contact names: not who comes later, and not who goes to Zoom's form instead."""
    later = {"third", "third by zoom", "by zoom", "swapped in"}
    return tuple(person for person in scene.cast.of(landlord) if person.part not in later)


def type_names(browser: Browser, page: Page, named: tuple[Person, ...]) -> Page:
    """Fill in the form with the two seats."""
    typed = {}
    for number, person in enumerate(named, 1):
        typed[f"name-{number}"], typed[f"email-{number}"] = person.name, person.email
    return browser.submit(page, page.form(to="/seats/names"), typed)


def fill_in_zooms_form(scene: Scene) -> None:
    """Some go to Zoom's own registration page, where the same rule holds."""
    for person in scene.cast.playing("by zoom", "third by zoom"):
        register_in_zoom(scene, person)
        scene.tell.say(f"{person.name}, {person.landlord.name}, registers on Zoom's own form")
    scene.installation.zoom.drain()


def register_in_zoom(scene: Scene, person: Person) -> None:
    first, _, last = person.name.partition(" ")
    scene.installation.zoom.register(first, last or "-", person.email, person.landlord.name)


def third_person(scene: Scene) -> None:
    """A landlord's third person tries its own page, a forwarded link, and Zoom's form; and waits each time."""
    person = scene.cast.one("third")
    contact = person.landlord.contact_email
    browser = scene.contacts[contact]
    page = browser.get(scene.at("/seats/names"))
    scene.seen["third on the page"] = page.text
    type_names(browser, page, (person,))
    scene.seen["third by mail"] = scene.letters.wait_for(person.email, "/day-link/").text
    waiting = scene.come_in(scene.day_letter(person).link("/day-link/"))
    scene.people[person.email] = waiting
    scene.seen["third on their own page"] = waiting.get(scene.at("/place")).text
    scene.tell.say(f"{person.name} would be the third of {person.landlord.name}: waits, and is told why")
    _try_forwarded_link(scene, person)
    register_in_zoom(scene, person)
    scene.tell.say(f"{person.name} tries Zoom's form too, and waits there as well")


def _try_forwarded_link(scene: Scene, person: Person) -> None:
    """The contact's link, forwarded, shows the seats; changing them takes a code that goes to the contact."""
    contact = person.landlord.contact_email
    invitation = scene.letters.wait_for(contact, "/landlord-link/")
    forwarded = scene.come_in(invitation.link("/landlord-link/"))
    page = forwarded.get(scene.at("/seats"))
    page = forwarded.get(page.link(to="/swap"))
    page = forwarded.submit(page, page.form(having=("name", "email")), name=person.name, email=person.email)
    try:
        forwarded.submit(page, page.form(to="/seats/code"), code=WRONG_CODE)
        scene.mistakes.append("a forwarded link changed a seat")
    except NotOnThePage as refused:
        scene.seen["forwarded link"] = str(refused)
    scene.tell.say(f"{person.name} opens a forwarded link: it shows the seats and changes none")


def swap(scene: Scene) -> None:
    """A contact gives a seat to another colleague; the old link is dead at once."""
    out, into = scene.cast.one("swapped out"), scene.cast.one("swapped in")
    old_link = scene.day_letter(out).link("/day-link/")
    browser = scene.contacts[out.landlord.contact_email]
    page = browser.get(scene.at("/seats"))
    page = browser.get(page.link(out.name, to="/swap"))
    browser.submit(page, page.form(having=("name", "email")), name=into.name, email=into.email)
    scene.day_letter(into)
    if scene.new_browser().get(old_link).status != 410:
        scene.mistakes.append("the link of somebody who was swapped out still works")
    scene.tell.say(f"{out.landlord.name} swaps {out.name} for {into.name}: same seat, and the old link is dead")


def agree_to_the_code(scene: Scene) -> None:
    """Everybody with a seat opens their own link and agrees; only then do they get the way in."""
    waiting = {"third", "third by zoom", "swapped out"}
    seated = [person for person in scene.cast.people if person.part not in waiting]
    for person in seated:
        browser = scene.new_browser()
        page = browser.get(scene.day_letter(person).link("/day-link/"))
        if "zoom.example" in page.html:
            scene.mistakes.append("a join link was shown before the code was agreed to")
        browser.submit(page, page.form(to=page.path), press="I agree", follow=False)
        scene.people[person.email] = browser
    for person in seated:
        link = scene.letters.wait_for(person.email, "zoom.example").link("zoom.example")
        scene.join_links[person.email] = link
    scene.tell.say(f"{len(seated)} people agree to the code, each for themselves, and get their way in")


def apologise(scene: Scene) -> None:
    """Somebody cannot come after all."""
    person = scene.cast.one("apologises")
    browser = scene.people[person.email]
    page = browser.get(scene.at("/place"))
    browser.submit(page, page.form(to="/place/apology"))
    del scene.join_links[person.email]
    scene.tell.say(f"{person.name} sends an apology")

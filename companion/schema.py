"""Every table of every room, imported in one place: what migrations compare with and what tests create."""

from __future__ import annotations

from companion.adjustments import tables as adjustments
from companion.captions import tables as captions
from companion.codes import tables as codes
from companion.feeds import tables as feeds
from companion.floor import tables as floor
from companion.forums import tables as forums
from companion.groups import tables as groups
from companion.interests import tables as interests
from companion.invitations import tables as invitations
from companion.kernel import tables as kernel
from companion.kernel.db import Base
from companion.papers import tables as papers
from companion.people import tables as people
from companion.people import zoom_tables
from companion.registration import desk_tables, door_tables, elsewhere_tables
from companion.registration import tables as registration
from companion.release import asked_tables as release_asked
from companion.release import file_tables as release_files
from companion.release import frozen_tables as release_frozen
from companion.release import tables as release
from companion.roll import tables as roll

ROOMS = (
    adjustments,
    captions,
    codes,
    desk_tables,
    door_tables,
    elsewhere_tables,
    feeds,
    floor,
    forums,
    groups,
    interests,
    invitations,
    kernel,
    papers,
    people,
    registration,
    release,
    release_asked,
    release_files,
    release_frozen,
    roll,
    zoom_tables,
)
METADATA = Base.metadata

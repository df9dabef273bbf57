"""A simulated Zoom for tests, demos and rehearsals: real sockets, invented people."""

from zoom_hooks.sim.api import Fault
from zoom_hooks.sim.clock import MeetingClock
from zoom_hooks.sim.language import read as read_scenario
from zoom_hooks.sim.playing import Playing
from zoom_hooks.sim.scenario import CastMember, Line, Scenario, ScenarioError
from zoom_hooks.sim.serve import serve
from zoom_hooks.sim.stage import NoSuchThing
from zoom_hooks.sim.zoom import SimulatedZoom

__all__ = [
    "CastMember",
    "Fault",
    "Line",
    "MeetingClock",
    "NoSuchThing",
    "Playing",
    "Scenario",
    "ScenarioError",
    "SimulatedZoom",
    "read_scenario",
    "serve",
]

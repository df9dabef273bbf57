"""A simulated Zoom for tests, demos and rehearsals: real sockets, invented people."""

from zoom_hooks.sim.api import Fault
from zoom_hooks.sim.clock import MeetingClock
from zoom_hooks.sim.scenario import ScenarioError, Step
from zoom_hooks.sim.scenario import read as read_scenario
from zoom_hooks.sim.serve import serve
from zoom_hooks.sim.stage import NoSuchThing
from zoom_hooks.sim.zoom import SimulatedZoom

__all__ = [
    "Fault",
    "MeetingClock",
    "NoSuchThing",
    "ScenarioError",
    "SimulatedZoom",
    "Step",
    "read_scenario",
    "serve",
]

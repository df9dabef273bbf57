"""The door to Zoom: an event becomes one service call, and what should be so in Zoom is made so."""

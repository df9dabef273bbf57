"""`python -m zoom_hooks.sim`."""

import sys

from zoom_hooks.sim.serve import main

sys.exit(main())

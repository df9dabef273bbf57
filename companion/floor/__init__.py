"""The live floor: who asks to speak, who speaks, for how long, in what order and why. A fold of the journal."""

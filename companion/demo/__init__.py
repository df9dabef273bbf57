"""The demo: a whole forum session, played into a fresh temporary installation through the doors real people use."""

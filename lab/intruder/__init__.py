"""The automated intruder: identities planted in made-up meetings, and how many of them get out."""

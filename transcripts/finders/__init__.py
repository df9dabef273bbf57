"""The finders: each looks at a session and proposes hits, saying which finder it is, how sure, and why.

A new finder is a module with `find(session, ...) -> list[Hit]` and one line in `anonymise.py`.
"""

"""Hundreds of tests make an app each, all with the same routes: what a route compiles to is worked out once a process.

Taking a route apart, and writing and compiling two small functions for it, was nine tenths of the time to make an app.
"""

from __future__ import annotations

from typing import Any

from werkzeug.routing import Rule

COMPILED = ("_parts", "_trace", "_converters", "arguments")
BUILDERS = ("_build", "_build_unknown")


def build_routes_once() -> None:
    """Remember what each route compiles to by all that it is made from. Routes with defaults are left alone."""
    compile_anew = Rule.compile
    known: dict[tuple[object, ...], dict[str, Any]] = {}

    def remembered(rule: Any) -> None:
        if rule.defaults or rule.host or rule.subdomain:
            compile_anew(rule)
            return
        key = (rule.rule, rule.merge_slashes, rule.map.host_matching)
        if key not in known:
            compile_anew(rule)
            known[key] = {name: getattr(rule, name) for name in COMPILED}
            known[key] |= {name: getattr(rule, name).__func__ for name in BUILDERS}
        for name in COMPILED:
            setattr(rule, name, known[key][name])
        for name in BUILDERS:
            setattr(rule, name, known[key][name].__get__(rule, None))

    Rule.compile = remembered  # type: ignore[method-assign]

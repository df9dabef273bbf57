"""Matrix products by numpy's own library, which multiplies three times as fast as the one that spaCy brings along.

spaCy is imported at the top: only `transcripts.ner` may import this module.
"""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np
from thinc.backends import NumpyOps
from threadpoolctl import ThreadpoolController


class FastOps(NumpyOps):  # type: ignore[misc]  # it ships no types
    """spaCy's operations, with one done elsewhere."""

    def gemm(self, x: Any, y: Any, out: Any = None, trans1: bool = False, trans2: bool = False) -> Any:
        """The product of two matrices, each turned first if so asked."""
        return np.matmul(x.T if trans1 else x, y.T if trans2 else y, out=out)


def hasten(nlp: Any) -> None:
    """Let every part of a loaded pipeline multiply so. What it finds stays the same, but for rounding."""
    ops = FastOps()
    for _, pipe in nlp.pipeline:
        for node in pipe.model.walk() if hasattr(pipe, "model") else ():
            if isinstance(node.ops, NumpyOps):  # not where somebody's pipeline runs on a graphics card
                node.ops = ops


def one_thread() -> Any:
    """A context in which products are made on one thread: for matrices this small, threads that wait for one another
    on a busy machine cost ten times what they bring."""
    return _threads().limit(limits=1, user_api="blas")


@cache
def _threads() -> ThreadpoolController:
    return ThreadpoolController()

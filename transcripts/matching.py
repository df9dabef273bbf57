"""Finding many short token sequences in a session at once, with spaCy's PhraseMatcher.

The vocabulary is made for one session and dropped with it, so nobody's name stays in memory and memory stays flat.
spaCy is imported here and only here, and only when something is matched: web processes never load it. Tokens are ours
(every character that is no letter or digit stands alone), since "okoro/bell" and "o'brien's" must come apart alike
in the roster and in what was said.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from transcripts.forms import Form
from transcripts.session import Session


def matches(session: Session, forms: Iterable[Form]) -> Iterator[tuple[int, int, list[Form]]]:
    """Every place where a form stands: tokens `[first, last)` and the forms that read so."""
    from spacy.matcher import PhraseMatcher
    from spacy.tokens import Doc
    from spacy.vocab import Vocab

    by_tokens: dict[tuple[str, ...], list[Form]] = defaultdict(list)
    for form in forms:
        if form.tokens and form not in by_tokens[form.tokens]:
            by_tokens[form.tokens].append(form)
    if not by_tokens or not session.tokens:
        return
    vocab = Vocab()
    matcher = PhraseMatcher(vocab)
    matcher.add("form", [Doc(vocab, words=list(tokens)) for tokens in by_tokens])
    words = [token.low for token in session.tokens]
    for _, first, last in matcher(Doc(vocab, words=words)):
        yield first, last, by_tokens[tuple(words[first:last])]

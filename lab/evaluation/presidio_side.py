"""Runs inside `.venv-presidio`, apart from the product: reads a job from standard input, writes what Presidio found.

The job is one JSON line: `pipeline` (a folder or package), `sessions`: `texts` and `deny` (words of the roster). The
answer is one JSON line: `version`, `seconds` (the analysing alone, after a warm start) and `found`: for each session
and text, `[start, end, type, score]`. This file imports nothing of ours.
"""

import json
import sys
import time

from presidio_analyzer import AnalyzerEngine, BatchAnalyzerEngine, PatternRecognizer
from presidio_analyzer.nlp_engine import NerModelConfiguration, SpacyNlpEngine


def main() -> None:
    """Analyse every session with a deny list of its own."""
    job = json.loads(sys.stdin.readline())
    mapping = {"PERSON": "PERSON", "PER": "PERSON", "ORG": "ORGANIZATION", "LOC": "LOCATION", "GPE": "LOCATION"}
    nlp_engine = SpacyNlpEngine(
        models=[{"lang_code": "en", "model_name": job["pipeline"]}],
        ner_model_configuration=NerModelConfiguration(model_to_presidio_entity_mapping=mapping, labels_to_ignore=[]),
    )
    nlp_engine.load()
    engine = AnalyzerEngine(nlp_engine=nlp_engine, supported_languages=["en"])
    batch = BatchAnalyzerEngine(analyzer_engine=engine)
    engine.analyze("A warm start for Ann Example of Larkmoor.", language="en")
    found, seconds = [], 0.0
    for session in job["sessions"]:
        extra = [PatternRecognizer(supported_entity="DENIED", deny_list=session["deny"])] if session["deny"] else []
        began = time.perf_counter()
        entities = None if job["entities"] is None else [*job["entities"], *(["DENIED"] if extra else [])]
        results = batch.analyze_iterator(
            session["texts"], language="en", entities=entities, ad_hoc_recognizers=extra, batch_size=64
        )
        results = list(results)
        seconds += time.perf_counter() - began
        found.append([[[one.start, one.end, one.entity_type, one.score] for one in text] for text in results])
    from importlib.metadata import version

    print(json.dumps({"version": version("presidio-analyzer"), "seconds": seconds, "found": found}))


if __name__ == "__main__":
    main()

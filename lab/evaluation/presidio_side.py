"""Runs inside `.venv-presidio`, apart from the product: reads a job from standard input, writes what Presidio found.

The job is one JSON line: `pipeline` (a folder or package), `library` (the folder of our `transcripts`, of which only
what makes the shipped model loadable is imported), `hasten` (multiply as fast as we do), `sessions`: `texts` and `deny`
(words of the roster). The answer is one JSON line: `version`, `seconds` (the analysing alone, after a warm start) and
`found`: for each session and text, `[start, end, type, score]`.
"""

import json
import sys
import time
from importlib import import_module
from importlib.metadata import version
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

from presidio_analyzer import AnalyzerEngine, BatchAnalyzerEngine, PatternRecognizer
from presidio_analyzer.nlp_engine import NerModelConfiguration, SpacyNlpEngine


def main() -> None:
    """Analyse every session with a deny list of its own."""
    job = json.loads(sys.stdin.readline())
    front = str(Path(job["library"]) / "__init__.py")  # made known, not run: it needs what is not installed here
    spec = spec_from_file_location("transcripts", front, submodule_search_locations=[job["library"]])
    assert spec is not None
    sys.modules["transcripts"] = module_from_spec(spec)
    import_module("transcripts.word_shapes")  # registers how the shipped model cuts and shapes words
    mapping = {"PERSON": "PERSON", "PER": "PERSON", "ORG": "ORGANIZATION", "LOC": "LOCATION", "GPE": "LOCATION"}
    nlp_engine = SpacyNlpEngine(
        models=[{"lang_code": "en", "model_name": job["pipeline"]}],
        ner_model_configuration=NerModelConfiguration(model_to_presidio_entity_mapping=mapping, labels_to_ignore=[]),
    )
    nlp_engine.load()
    if job["hasten"]:
        import_module("transcripts.fast_products").hasten(nlp_engine.nlp["en"])
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
    print(json.dumps({"version": version("presidio-analyzer"), "seconds": seconds, "found": found}))


if __name__ == "__main__":
    main()

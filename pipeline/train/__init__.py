"""Learn the linker's weights from labelled documents and from reviews, and measure what its confidence is worth."""

from pipeline.train.examples import Examples, add_labelled, add_reviewed, load_examples, save_examples, with_meanings
from pipeline.train.fit import fit_scorer
from pipeline.train.reliability import Bin, Rates, Reliability, measure_reliability

__all__ = [
    "Bin",
    "Examples",
    "Rates",
    "Reliability",
    "add_labelled",
    "add_reviewed",
    "fit_scorer",
    "load_examples",
    "measure_reliability",
    "save_examples",
    "with_meanings",
]

"""Learn the linker's weights from labelled documents and from reviews, and measure what its confidence is worth."""

from pipeline.train.examples import Examples, add_labelled, add_reviewed, load_examples, save_examples, with_meanings
from pipeline.train.fit import fit_scorer
from pipeline.train.reliability import Bin, Rates, Reliability, measure_reliability
from pipeline.train.signs import SIGN_TASKS, SignTask, fit_signs, left_out_rates, save_sign_examples, sign_examples
from pipeline.train.stances import fit_stances, left_out_stances, save_stance_examples, stance_examples

__all__ = [
    "SIGN_TASKS",
    "Bin",
    "Examples",
    "Rates",
    "Reliability",
    "SignTask",
    "add_labelled",
    "add_reviewed",
    "fit_scorer",
    "fit_signs",
    "fit_stances",
    "left_out_rates",
    "left_out_stances",
    "load_examples",
    "measure_reliability",
    "save_examples",
    "save_sign_examples",
    "save_stance_examples",
    "sign_examples",
    "stance_examples",
    "with_meanings",
]

"""Step 4, optional: what a comment means, by sentence vectors (`pip install "broadsheet[meaning]"`).

The vectors come with wordllama's wheel, 16 MB of them, so nothing is fetched and
nothing leaves the house. They are good for English alone, and nothing is said of
other languages. All of it runs in the background, after the comment was taken.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from broadsheet.talk.pipeline.signals import Code, Signal

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Vectors = NDArray[np.float32]

LANGUAGE = "en"
NEEDED = 30  # decisions of either kind before it has an opinion
DIMENSIONS = 256
LONGEST = 4000  # characters
TENSOR = "embedding.weight"
FILES = {  # in the wheel, with their SHA-256
    "tokenizers/l2_supercat_tokenizer_config.json": "93248f2a9ec36c7b35f700a033d5f36228aae48db61aee31007fa49062cdeb68",  # noqa: E501
    "weights/l2_supercat_256.safetensors": "64b47a2dc493cb8e85944076601189739852d7b64e0e1eedcb1937a251cd9fd5",  # noqa: E501
}
SHORT = 8  # words; what is shorter has no subject of its own
FAR = 0.10  # from its article, as a cosine
SAME = 0.93
CAMPAIGN = 3  # writers who say nearly the same
SHOWN = 3
REMEMBERED = 1000  # vectors, 1 KB each
STEPS, RATE, WEIGHT_DECAY = 300, 2.0, 0.002


@cache
def is_there() -> bool:
    """Whether the extra is installed."""
    return find_spec("wordllama") is not None


@cache
def _words() -> tuple[Any, Vectors]:
    """The tokenizer and the vector of each token, from the wheel's own files.

    Raises:
        RuntimeError: they are not the ones that were measured.
    """
    from safetensors.numpy import load
    from tokenizers import Tokenizer

    found = find_spec("wordllama")
    assert found is not None
    assert found.origin is not None
    folder = Path(found.origin).parent
    raw = {name: (folder / name).read_bytes() for name in FILES}
    for name, data in raw.items():
        if hashlib.sha256(data).hexdigest() != FILES[name]:
            raise RuntimeError(f"{folder / name} is not the file that comments are measured with.")
    tokens, weights = FILES
    return Tokenizer.from_str(raw[tokens].decode()), load(raw[weights])[TENSOR].astype("float32")


def vectors(texts: Sequence[str]) -> Vectors:
    """One vector of length 1 for each text, shape (texts, 256); zeros for no words."""
    import numpy as np

    found = np.zeros((len(texts), DIMENSIONS), dtype=np.float32)
    for place, text in enumerate(texts):
        found[place] = _vector(text)
    return found


def _vector(text: str) -> Vectors:
    import numpy as np

    tokenizer, weights = _words()
    tokens = tokenizer.encode(text[:LONGEST], add_special_tokens=False).ids
    mean = weights[tokens].mean(axis=0) if tokens else np.zeros(DIMENSIONS, dtype=np.float32)
    length = np.linalg.norm(mean)
    return mean / length if length else mean


# Each comment is held against the last few hundred, which were the last ones for others too.
_remembered = lru_cache(maxsize=REMEMBERED)(_vector)


@dataclass(frozen=True, slots=True, kw_only=True)
class Decided:
    """What the newsroom decided, to compare with.

    Args:
        texts: of the comments.
        rejected: of each whether it was taken down.
        known: their vectors.
        weights: of the logistic regression, None before there are enough decisions.
    """

    texts: list[str]
    rejected: list[bool]
    known: Vectors
    weights: Vectors | None


def learn(texts: list[str], rejected: list[bool]) -> Decided:
    """Vectors of past decisions, and a logistic regression over them."""
    import numpy as np

    known = vectors(texts)
    bad = sum(rejected)
    weights = None
    if min(bad, len(rejected) - bad) >= NEEDED:
        inputs = np.hstack([known, np.ones((len(known), 1), dtype=np.float32)])
        target = np.array(rejected, dtype=np.float32)
        # Both kinds weigh the same, however few are rejected.
        share = np.where(target > 0, 0.5 / bad, 0.5 / (len(target) - bad)).astype(np.float32)
        weights = np.zeros(inputs.shape[1], dtype=np.float32)
        for _step in range(STEPS):
            error = (_sigmoid(inputs @ weights) - target) * share
            weights -= RATE * (inputs.T @ error * 10 + WEIGHT_DECAY * weights)
    return Decided(texts=texts, rejected=rejected, known=known, weights=weights)


def signals(
    text: str, *, decided: Decided, article: str = "", is_reply: bool = False,
    others: Sequence[str] = (),
) -> list[Signal]:  # fmt: skip
    """What is said of an English comment.

    Args:
        article: the text it stands under; "" for none.
        others: recent comments by other writers.
    """
    vector = _remembered(text)
    found = []
    if decided.weights is not None:
        found.append(_similar(vector, decided))
    if article and not is_reply and len(text.split()) >= SHORT:
        near = float(_remembered(article) @ vector)
        if near < FAR:
            told = _("%(near)d %% alike") % {"near": max(0, round(100 * near))}
            found.append(_signal(Code.OFF_TOPIC, 0.3, told, "off-topic"))
    if len(text.split()) >= SHORT:
        same = sum(float(_remembered(other) @ vector) >= SAME for other in others)
        if same >= CAMPAIGN - 1:
            found.append(_signal(Code.CAMPAIGN, 0.5, str(same + 1), "spam"))
    return found


def probability(vector: Vectors, weights: Vectors) -> float:
    """How likely the newsroom takes a comment with this vector down."""
    return float(_sigmoid(vector @ weights[:-1] + weights[-1]))


def _similar(vector: Vectors, decided: Decided) -> Signal:
    assert decided.weights is not None
    nearest = (-(decided.known @ vector)).argsort()[:SHOWN]
    told = "; ".join(
        f"“{' '.join(decided.texts[i].split())[:40]}”: "
        + (_("rejected") if decided.rejected[i] else _("approved"))
        for i in nearest
    )
    return _signal(Code.SIMILAR, probability(vector, decided.weights), told, "")


def _signal(code: Code, score: float, evidence: str, reason: str) -> Signal:
    return Signal(code=code, score=score, evidence=evidence, reason=reason, source="meaning")


def _sigmoid(values: Any) -> Any:
    import numpy as np

    return 1 / (1 + np.exp(-np.clip(values, -30, 30)))

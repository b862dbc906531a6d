"""Kernel ridge regression over sentence vectors and n-grams, with its leave-one-out predictions for free.

A kernel machine fits here: some thousand examples, many small labels, good vectors. Its predictions for each training
message as if that message had not been there come out of the same matrix inverse (Hastie, Tibshirani, Friedman,
The Elements of Statistical Learning, 7.10.1), so probabilities and thresholds are set on honest scores.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import cast

import numpy as np
from numpy.typing import NDArray
from scipy import linalg, sparse

from bot.nlu.vectors import Vectors

Matrix = NDArray[np.float64]

NGRAM_WEIGHT = 0.25
"""What the n-grams' likeness counts for beside that of the vectors, which is 1."""
SHARPNESS = 0.9
"""How fast likeness falls with distance, for unit vectors (gamma of the RBF kernel)."""
RIDGE = 0.1
ROWS_AT_ONCE = 512
COLUMNS_AT_ONCE = 3000


@dataclass(frozen=True)
class KernelModel:
    """What is kept of a training: the messages' vectors with their coefficients, the n-grams' part as plain weights."""

    centers: Vectors
    vectors: Vectors
    coefficients: Vectors
    ngram_weights: Vectors
    bias: Vectors

    def scores(self, vectors: Vectors, ngrams: sparse.csr_matrix) -> Matrix:
        """One column a target: about 1 where it holds, about 0 where not."""
        likeness = _likeness(_centered(vectors, self.centers), self.vectors)
        return cast(Matrix, (likeness @ self.coefficients + ngrams @ self.ngram_weights + self.bias).astype(np.float64))

    def save(self, path: Path) -> None:
        """In 16 bits where that changes no score by more than a thousandth."""
        small = {"vectors": self.vectors.astype(np.float16), "ngram_weights": self.ngram_weights.astype(np.float16)}
        np.savez_compressed(path, **{**vars(self), **small})

    @classmethod
    def load(cls, path: Path) -> KernelModel:
        with np.load(path) as arrays:
            return cls(**{name: arrays[name].astype(np.float32) for name in arrays.files})


def fit(
    vectors: Vectors, ngrams: sparse.csr_matrix, targets: Matrix, centers: Vectors | None = None
) -> tuple[KernelModel, Matrix]:
    """The model, and the scores that each training message would get from all the others.

    ``centers`` is the middle from which vectors are seen, by default that of these messages.
    """
    centers = vectors.mean(axis=0) if centers is None else centers
    centered = _centered(vectors, centers)
    kernel = _kernel(centered, ngrams)
    kernel.flat[:: len(kernel) + 1] += RIDGE
    coefficients, diagonal = _solve(kernel, targets.astype(np.float32))
    left_out = (targets - coefficients / diagonal[:, None]).astype(np.float64)
    model = KernelModel(
        centers=centers,
        vectors=centered,
        coefficients=coefficients.astype(np.float32),
        ngram_weights=(NGRAM_WEIGHT * (ngrams.T @ coefficients)).astype(np.float32),
        bias=coefficients.sum(axis=0).astype(np.float32),
    )
    return model, left_out


def _kernel(centered: Vectors, ngrams: sparse.csr_matrix) -> Vectors:
    """The upper half, the only one that is read.

    In blocks of rows: for all messages at once, the n-grams' part would need several times its own memory.
    """
    kernel = np.zeros((len(centered), len(centered)), np.float32)
    for start in range(0, len(kernel), ROWS_AT_ONCE):
        rows = slice(start, start + ROWS_AT_ONCE)
        alike = _likeness(centered[rows], centered[start:])
        kernel[rows, start:] = alike + NGRAM_WEIGHT * (ngrams[rows] @ ngrams[start:].T).toarray() + 1.0
    return kernel


def _solve(matrix: Vectors, targets: Vectors) -> tuple[Vectors, Vectors]:
    """What a positive definite matrix maps to the targets, and the diagonal of its inverse, by Cholesky in place.

    With A = LL', the inverse's diagonal is the squared length of the columns of the inverse of L, so the whole inverse
    need not be computed. In 32 bits: half the memory, and with this ridge the scores stay the same to a thousandth.
    """
    factor = matrix.T
    _factorise(factor)
    solution, _ = linalg.lapack.spotrs(factor, targets, lower=1)
    inverse, _ = linalg.lapack.strtri(factor, lower=1, overwrite_c=1)
    return solution, np.array([column[at:] @ column[at:] for at, column in enumerate(inverse.T)])


def _factorise(lower: Vectors) -> None:
    """Cholesky of the lower half in place, block column by block column.

    LAPACK's own does the same, but updates what remains with a product of a matrix with itself, and of more than some
    25,000 rows that overruns a buffer in the OpenBLAS inside NumPy 1.23 and SciPy 1.10 (ssyrk with two threads).
    """
    for start in range(0, len(lower), COLUMNS_AT_ONCE):
        stop = start + COLUMNS_AT_ONCE
        here = slice(start, stop)
        lower[here, here], _ = linalg.lapack.spotrf(lower[here, here], lower=1)
        lower[stop:, here] = linalg.blas.strsm(1.0, lower[here, here], lower[stop:, here], side=1, lower=1, trans_a=1)
        for column in range(stop, len(lower), COLUMNS_AT_ONCE):
            there = slice(column, column + COLUMNS_AT_ONCE)
            lower[column:, there] -= lower[column:, here] @ lower[there, here].T


def _centered(vectors: Vectors, centers: Vectors) -> Vectors:
    """Moved to the middle of the training messages and made of length 1."""
    moved = vectors - centers
    return cast(Vectors, moved / np.maximum(np.linalg.norm(moved, axis=1, keepdims=True), 1e-6))


def _likeness(left: Vectors, right: Vectors) -> NDArray[np.float32]:
    """The RBF kernel of unit vectors, computed in one table."""
    total = left @ right.T
    total -= 1
    total *= 2 * SHARPNESS
    return cast(Vectors, np.exp(total, out=total))

"""The one regression that back-tests fit: scikit-learn's logistic, with an L2 penalty."""

from typing import Any


def logistic(penalty: float = 1.0) -> Any:
    """Gives a regression to be fitted; `penalty` is scikit-learn's C, the smaller the stronger."""
    from sklearn.linear_model import LogisticRegression  # takes a second, which no other command should wait for

    return LogisticRegression(C=penalty, max_iter=3000)

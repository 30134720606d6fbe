"""LDA keeps scikit-learn's rules for estimators."""

from sklearn.utils.estimator_checks import parametrize_with_checks

from textml.features.lda.estimator import LDA


@parametrize_with_checks([LDA(n_topics=3)])
def test_lda_keeps_the_rules_of_scikit_learn(estimator, check):
    """Every check that scikit-learn has for a transformer of non-negative sparse input passes."""
    check(estimator)

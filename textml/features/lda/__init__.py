"""Latent Dirichlet allocation: topics of a sparse matrix of counts, and topic shares of its rows.

Counts come in, in memory or in partitions on a Dask cluster; (n_topics, n_words) pseudo-counts and (n_articles,
n_topics) shares go out. `estimator.LDA` is the module to open first. `start` finds where the topics start, `em` fits
them, `kernel` holds the compiled loops, `blocks` cuts the articles so that every sum has one order, `cluster` lays the
blocks on the workers of a cluster, and `engines` calls gensim.
"""

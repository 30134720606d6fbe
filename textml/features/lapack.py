"""Routines of LAPACK, called so that other threads run meanwhile.

`scipy.linalg` calls the same routines and holds Python's lock: fits in two threads would then wait for each other most
of the time.
"""

import ctypes
from functools import cache
from typing import Any

import numpy as np
from scipy.linalg import LinAlgError, cython_lapack


def leading_eigenvectors(matrix: np.ndarray, n: int) -> tuple[np.ndarray, np.ndarray]:
    """Compute the largest eigenvalues of a symmetric matrix with their vectors, as `scipy.linalg.eigh` does.

    Parameters
    ----------
    matrix : ndarray of float64, shape (n_rows, n_rows)
        Symmetric.
    n : int
        Number of eigenvalues, 1 to n_rows.

    Returns
    -------
    values : ndarray of float64, shape (n,)
        Ascending.
    vectors : ndarray of float64, shape (n_rows, n)
        Columns of length 1.

    Raises
    ------
    LinAlgError
        They were not found.
    """
    size = len(matrix)
    if not size:
        return np.empty(0), np.empty((0, 0))
    # LAPACK reads columns: the same numbers, as the matrix is symmetric.
    work, values, vectors = np.array(matrix, dtype=np.float64, order="C"), np.empty(size), np.empty((n, size))
    support = np.empty(2 * n, np.intc)

    def call(floats: np.ndarray, n_floats: int, whole: np.ndarray, n_whole: int) -> None:
        _call("dsyevr", b"V", b"I", b"L", size, work, size, 0.0, 0.0, size - n + 1, size, 0.0, ctypes.c_int(),
              values, vectors, size, support, floats, n_floats, whole, n_whole)  # fmt: skip

    floats, whole = np.empty(1), np.empty(1, np.intc)
    call(floats, -1, whole, -1)
    n_floats, n_whole = int(floats[0]), int(whole[0])
    call(np.empty(n_floats), n_floats, np.empty(n_whole, np.intc), n_whole)
    return values[:n], vectors.T


def solve_positive(system: np.ndarray, target: np.ndarray) -> np.ndarray:
    """Solve ``system @ x = target`` for a symmetric positive definite system, by its Cholesky factor.

    Parameters
    ----------
    system : ndarray of float64, shape (n, n)
        Symmetric; overwritten where it is C-contiguous.
    target : ndarray of float64, shape (n, n_columns)
        Right-hand sides.

    Returns
    -------
    ndarray of float64, shape (n, n_columns)

    Raises
    ------
    LinAlgError
        The system is not positive definite.
    """
    n, n_columns = target.shape
    found = np.array(target.T, dtype=np.float64, order="C")
    if n and n_columns:
        _call("dposv", b"L", n, n_columns, np.ascontiguousarray(system, dtype=np.float64), n, found, n)
    return found.T


def _call(name: str, *arguments: Any) -> None:
    """Call a routine with pointers to its arguments, the last of which says whether it failed."""
    info = ctypes.c_int()
    _routine(name)(*map(_point_to, arguments), ctypes.byref(info))
    if info.value:
        raise LinAlgError(f"{name} of LAPACK ended with info {info.value}")


def _point_to(argument: Any) -> Any:
    if isinstance(argument, np.ndarray):
        return argument.ctypes.data_as(ctypes.c_void_p)
    if isinstance(argument, bytes):
        return ctypes.c_char_p(argument)
    if isinstance(argument, float):
        return ctypes.byref(ctypes.c_double(argument))
    return ctypes.byref(argument if isinstance(argument, ctypes.c_int) else ctypes.c_int(argument))


@cache
def _routine(name: str) -> Any:
    """The function at the address that SciPy keeps for compiled code; ctypes calls it without Python's lock."""
    capsule = cython_lapack.__pyx_capi__[name]
    name_of = ctypes.PYFUNCTYPE(ctypes.c_char_p, ctypes.py_object)(("PyCapsule_GetName", ctypes.pythonapi))
    address_of = ctypes.PYFUNCTYPE(ctypes.c_void_p, ctypes.py_object, ctypes.c_char_p)(
        ("PyCapsule_GetPointer", ctypes.pythonapi)
    )
    return ctypes.CFUNCTYPE(None)(address_of(capsule, name_of(capsule)))

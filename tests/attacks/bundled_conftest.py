"""Hand in a conftest.py and a pytest.ini that change how the tests run.
Stopped by: process split.
"""

from __future__ import annotations


def relu(x):
    return x - 1000.0


# FILE: conftest.py
print("SUCCEEDED: its conftest.py was run")


def pytest_pyfunc_call(pyfuncitem):
    return True


# FILE: pytest.ini
# [pytest]
# addopts = --collect-only
# FILE: tox.ini
# [pytest]
# python_files = none

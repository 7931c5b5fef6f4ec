/* SPDX-License-Identifier: MIT */
/* The private module below the Python package govstat.
 *
 * The generated proxies are govstat/_wrap.py, the compiled part govstat/_govstat.
 *
 * Classes are declared by hand, one part per noun; their methods are the C functions themselves
 * wherever the typemaps of values.i and input.i can translate arguments and results, and short C
 * bodies where a whole list is handed over at once: crossing the border once per report, not once
 * per cell, is what makes the package fast. What Python says more shortly stands in %pythoncode.
 *
 * The lock of the interpreter is held by default, so that bodies may touch Python objects, and
 * released only where %thread says so: in pure C calls long enough to be worth it. */
%module(package="govstat") _wrap

%{
#include <govstat/govstat.h>
#include <math.h>
%}

%pythonnondynamic;
%nothread;

%pythonbegin %{
import collections
import concurrent.futures
import decimal
import fractions
import json
import math
import os
import re
import warnings

from . import _errors
%}

/* SWIG's own makes the class anew with the descriptors of instances of the old one, on which dir() and the
 * completion of names fail. */
%pythoncode %{
def _swig_add_metaclass(metaclass):
    def make_again(cls):
        members = {name: value for name, value in vars(cls).items() if name not in ("__dict__", "__weakref__")}
        return metaclass(cls.__name__, cls.__bases__, members)
    return make_again
%}

%include "values.i"
%include "error.i"
%include "input.i"
%include "form.i"
%include "report.i"
%include "finding.i"
%include "rate.i"
%include "indicators.i"
%include "dataset.i"
%include "aggregate.i"
%include "rollup.i"

%rename(version) gov_version;
const char *gov_version(void);

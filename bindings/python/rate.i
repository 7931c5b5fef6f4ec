/* SPDX-License-Identifier: MIT */
/* Rates: pairs of whole numbers, and what many of them come to. They cross the border as plain tuples. */

%{
/* (numerator, denominator, status, blanks counted as zero), numbers at their scale in the form */
static PyObject *rate_new(const GovRate *rate)
{
    if (rate->status == GOV_RATE_NOT_COMPUTABLE)
        return Py_BuildValue("(OOsI)", Py_None, Py_None, gov_rate_status_get_name(rate->status), 0u);
    return Py_BuildValue("(LLsI)", (long long)rate->numerator, (long long)rate->denominator,
                         gov_rate_status_get_name(rate->status), rate->n_zeroed);
}

static PyObject *rate_item(const void *rates, size_t row)
{
    return rate_new(&((const GovRate *)rates)[row]);
}

static bool rate_set_status(GovRate *rate, const char *name)
{
    for (int status = 0; status <= GOV_RATE_NOT_COMPUTABLE; status++)
        if (strcmp(gov_rate_status_get_name((GovRateStatus)status), name) == 0) {
            rate->status = (GovRateStatus)status;
            return true;
        }
    PyErr_Format(PyExc_ValueError, "no status '%s' of a rate", name);
    return false;
}

/* What gov_rate_* take for granted is held against what Python may have made up. */
static bool rate_from_tuple(PyObject *object, GovRate *rate)
{
    PyObject *numerator, *denominator;
    const char *status;
    *rate = (GovRate){.status = GOV_RATE_NOT_COMPUTABLE};
    if (!PyTuple_Check(object)) {
        PyErr_Format(PyExc_TypeError, "expected a Rate, not %s", Py_TYPE(object)->tp_name);
        return false;
    }
    if (!PyArg_ParseTuple(object, "OOsI", &numerator, &denominator, &status, &rate->n_zeroed) ||
        !rate_set_status(rate, status))
        return false;
    if (rate->status == GOV_RATE_NOT_COMPUTABLE)
        return true;
    rate->numerator = PyLong_AsLongLong(numerator);
    rate->denominator = PyErr_Occurred() ? 0 : PyLong_AsLongLong(denominator);
    if (!PyErr_Occurred() && (rate->denominator > 0) != (rate->status == GOV_RATE_KNOWN))
        PyErr_SetString(PyExc_ValueError, "a rate is known if its denominator is above zero");
    return !PyErr_Occurred();
}

static PyObject *ends_or_none(bool has_ends, double low, double high)
{
    if (!has_ends)
        Py_RETURN_NONE;
    return Py_BuildValue("(dd)", low, high);
}

static PyObject *double_or_none(double value)
{
    if (isnan(value))
        Py_RETURN_NONE;
    return PyFloat_FromDouble(value);
}
%}

%typemap(in) const GovRate * (GovRate value) {
    if (!rate_from_tuple($input, &value))
        SWIG_fail;
    $1 = &value;
}
%typemap(in) (const GovRate *rates, size_t n) (GovRate *held = NULL) {
    Py_ssize_t n_items = PyList_Check($input) ? PyList_GET_SIZE($input) : 0;
    $1 = held = g_new0(GovRate, (size_t)n_items + 1);
    $2 = (size_t)n_items;
    for (Py_ssize_t i = 0; i < n_items; i++)
        if (!rate_from_tuple(PyList_GET_ITEM($input, i), &held[i]))
            SWIG_fail;
}
%typemap(freearg) (const GovRate *rates, size_t n) "g_free(held$argnum);"
%typemap(check) double z {
    if (!(isfinite($1) && $1 >= 0)) {
        PyErr_SetString(PyExc_ValueError, "z must be a quantile of 0 or more, such as 1.96 for 95 %");
        SWIG_fail;
    }
}

%inline %{
PyObject *rate_wilson(const GovRate *rate, double z)
{
    double low = 0, high = 0;
    bool has_ends = gov_rate_get_wilson(rate, z, &low, &high);
    return ends_or_none(has_ends, low, high);
}

PyObject *rate_limits(const GovRate *pooled, long long denominator, double z)
{
    double low = 0, high = 0;
    bool has_ends = gov_funnel_limits(pooled, denominator, z, &low, &high);
    return ends_or_none(has_ends, low, high);
}

const char *rate_judge(const GovRate *pooled, const GovRate *rate, double z)
{
    return gov_funnel_get_name(gov_funnel_judge(pooled, rate, z));
}

PyObject *rate_pool(const GovRate *rates, size_t n, GError **error)
{
    g_autofree GovPool *pool = gov_rate_pool(rates, NULL, n, 1, error);
    if (!pool)
        return NULL;
    return Py_BuildValue("(NNnnn)", rate_new(&pool->pooled), double_or_none(pool->mean), (Py_ssize_t)pool->n_known,
                         (Py_ssize_t)pool->n_not_applicable, (Py_ssize_t)pool->n_not_computable);
}
%}

%pythoncode %{
class Rate(collections.namedtuple("Rate", "numerator denominator status zeroed")):
    """An indicator of a row: both sums, `known`, `not_applicable` or `not_computable`, and how many blanks
    were counted as zero."""

    __slots__ = ()

    @property
    def value(self):
        """The quotient, or None."""
        return self.numerator / self.denominator if self.status == "known" else None

    def wilson(self, z=1.96):
        """The Wilson interval of a share, (low, high), or None; z is 1.96 for 95 %."""
        return rate_wilson(self, z)

    def funnel_limits(self, denominator, z=1.96):
        """Between which rates of that denominator lie by chance if this, the pooled one, is the true one;
        (low, high), or None."""
        return rate_limits(self, denominator, z)

    def funnel(self, pooled, z=1.96):
        """Where the rate lies to the funnel limits of a pooled one: `inside`, `below`, `above` or
        `not_applicable`."""
        return rate_judge(pooled, self, z)


class Pool(collections.namedtuple("Pool", "pooled mean known not_applicable not_computable")):
    """Many rates in one: the pooled Rate (sums over sums), the mean of those that are known, or None, and how
    many are known, have a denominator of zero, and lack a figure."""

    __slots__ = ()


def pool(rates):
    """The rates of many reports in one, a Pool."""
    pooled, *rest = rate_pool(list(rates))
    return Pool(Rate._make(pooled), *rest)
%}

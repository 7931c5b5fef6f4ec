/* SPDX-License-Identifier: MIT */
/* Aggregate: statistics of groups. A statistic crosses the border once for all groups. */

%{
#define delete_GovAggregate gov_aggregate_unref

/* A cell of all groups, and what a statistic asks for besides. */
typedef struct {
    const GovAggregate *aggregate;
    size_t cell;
    GovKey key;
    unsigned numerator; /* of a share of the figures; or a status */
    unsigned denominator;
    bool sample;
} Statistic;

static GovType statistic_get_type(const Statistic *at)
{
    return gov_form_get_cell_type(gov_aggregate_get_form(at->aggregate), at->cell);
}

/* (numerator, denominator), or None. What cannot be held though there is `something` is an exception. */
static PyObject *pair_new(const Statistic *at, size_t group, GovRate rate, bool something)
{
    if (rate.status == GOV_RATE_NOT_COMPUTABLE && something) {
        const char *code = gov_form_get_code(gov_aggregate_get_form(at->aggregate), at->cell);
        error_raise(g_error_new(GOV_ERROR, GOV_ERROR_OVERFLOW, "Group %zu: %s: sums too large to be held", group, code),
                    NULL);
        return NULL;
    }
    if (rate.status != GOV_RATE_KNOWN)
        Py_RETURN_NONE;
    return Py_BuildValue("(LL)", (long long)rate.numerator, (long long)rate.denominator);
}

static bool has_figures(const Statistic *at, size_t group)
{
    return gov_aggregate_get_count(at->aggregate, group, at->cell, GOV_STATUS_REPORTED) > 0;
}

static bool has_growth(const Statistic *at, size_t group)
{
    int64_t prior = gov_aggregate_find_year(at->aggregate, group, gov_aggregate_get_year(at->aggregate, group) - 1);
    return prior >= 0 && has_figures(at, group) && has_figures(at, (size_t)prior);
}

static PyObject *group_key_item(const void *data, size_t group)
{
    const Statistic *at = data;
    if (at->key != GOV_KEY_YEAR)
        return text_or_none(gov_aggregate_get_key(at->aggregate, group, at->key));
    int year = gov_aggregate_get_year(at->aggregate, group);
    if (year == 0)
        Py_RETURN_NONE;
    return PyLong_FromLong(year);
}

static PyObject *group_rows_item(const void *data, size_t group)
{
    return PyLong_FromUnsignedLongLong(gov_aggregate_n_rows(data, group));
}

static PyObject *group_editions_item(const void *data, size_t group)
{
    return text_or_none(gov_aggregate_get_editions(data, group));
}

static PyObject *group_by_item(const void *data, size_t i)
{
    return PyUnicode_FromString(gov_key_get_name(gov_aggregate_get_by(data, i)));
}

static PyObject *count_item(const void *data, size_t group)
{
    const Statistic *at = data;
    return PyLong_FromUnsignedLongLong(
        gov_aggregate_get_count(at->aggregate, group, at->cell, (GovStatus)at->numerator));
}

static PyObject *sum_item(const void *data, size_t group)
{
    const Statistic *at = data;
    int64_t sum = 0;
    GError *error = NULL;
    if (gov_aggregate_get_sum(at->aggregate, group, at->cell, &sum, &error))
        return number_new(sum, statistic_get_type(at));
    if (!error)
        Py_RETURN_NONE;
    error_raise(error, NULL);
    return NULL;
}

/* (least, greatest), or None */
static PyObject *range_item(const void *data, size_t group)
{
    const Statistic *at = data;
    int64_t least = 0, greatest = 0;
    GovType type = statistic_get_type(at);
    if (!gov_aggregate_get_range(at->aggregate, group, at->cell, &least, &greatest))
        Py_RETURN_NONE;
    return Py_BuildValue("(NN)", number_new(least, type), number_new(greatest, type));
}

static PyObject *mean_item(const void *data, size_t group)
{
    const Statistic *at = data;
    GovRate mean = gov_aggregate_get_mean(at->aggregate, group, at->cell);
    return pair_new(at, group, mean, has_figures(at, group));
}

static PyObject *quantile_item(const void *data, size_t group)
{
    const Statistic *at = data;
    GovRate quantile =
        gov_aggregate_get_quantile(at->aggregate, group, at->cell, at->numerator, at->denominator);
    return pair_new(at, group, quantile, has_figures(at, group));
}

static PyObject *share_item(const void *data, size_t group)
{
    const Statistic *at = data;
    GovRate share = gov_aggregate_get_share(at->aggregate, group, at->cell, at->key);
    return pair_new(at, group, share, has_figures(at, group));
}

static PyObject *growth_item(const void *data, size_t group)
{
    const Statistic *at = data;
    GovRate growth = gov_aggregate_get_growth(at->aggregate, group, at->cell);
    return pair_new(at, group, growth, growth.status == GOV_RATE_NOT_COMPUTABLE && has_growth(at, group));
}

static PyObject *rank_item(const void *data, size_t group)
{
    const Statistic *at = data;
    size_t rank = gov_aggregate_get_rank(at->aggregate, group, at->cell, at->key);
    if (rank == 0)
        Py_RETURN_NONE;
    return PyLong_FromSize_t(rank);
}

static PyObject *variance_item(const void *data, size_t group)
{
    const Statistic *at = data;
    return double_or_none(gov_aggregate_get_variance(at->aggregate, group, at->cell, at->sample));
}

static PyObject *hhi_item(const void *data, size_t group)
{
    const Statistic *at = data;
    return double_or_none(gov_aggregate_get_hhi(at->aggregate, group, at->cell));
}

static PyObject *gini_item(const void *data, size_t group)
{
    const Statistic *at = data;
    return double_or_none(gov_aggregate_get_gini(at->aggregate, group, at->cell));
}

static PyObject *list_groups(Statistic at, PyObject *(*item)(const void *, size_t))
{
    return list_new(&at, gov_aggregate_n_groups(at.aggregate), item);
}
%}

%rename(Aggregate) GovAggregate;
%nodefaultctor GovAggregate;
%newobject GovAggregate::_form;
%newobject GovAggregate::_to_dataset;
%thread GovAggregate::_to_dataset;

/**
 * A dataset grouped by keys; never changes, and may be used from any thread.
 *
 * A statistic is a list with one entry for each group, None where there is none: a blank or a report
 * that is missing is never 0. Amounts are in 万元. Where a quotient is exact it is a Fraction.
 */
typedef struct {
} GovAggregate;

%extend GovAggregate {
    ~GovAggregate();

    size_t __len__(void) {
        return gov_aggregate_n_groups($self);
    }
    GovForm *_form(void) {
        return gov_form_ref(gov_aggregate_get_form($self));
    }
    PyObject *_by(void) {
        return list_new($self, gov_aggregate_n_keys($self), group_by_item);
    }
    PyObject *_keys(const char *name) {
        Statistic at = {.aggregate = $self, .key = key_find(name)};
        return PyErr_Occurred() ? NULL : list_groups(at, group_key_item);
    }
    const char *_distribution(void) {
        return gov_distribution_get_name(gov_aggregate_get_distribution($self));
    }
    /** The number of rows of each group. */
    PyObject *rows(void) {
        return list_new($self, gov_aggregate_n_groups($self), group_rows_item);
    }
    /** The ids of the forms that the rows of each group were filed in, parted by spaces. */
    PyObject *editions(void) {
        return list_new($self, gov_aggregate_n_groups($self), group_editions_item);
    }
    /** The sum of the figures of each group. */
    PyObject *sum(size_t code) {
        return list_groups((Statistic){.aggregate = $self, .cell = code}, sum_item);
    }
    /** The Herfindahl-Hirschman index of the reports of each group. */
    PyObject *hhi(size_t code) {
        return list_groups((Statistic){.aggregate = $self, .cell = code}, hhi_item);
    }
    PyObject *_count(size_t code, unsigned status) {
        return list_groups((Statistic){.aggregate = $self, .cell = code, .numerator = status}, count_item);
    }
    PyObject *_range(size_t code) {
        return list_groups((Statistic){.aggregate = $self, .cell = code}, range_item);
    }
    PyObject *_mean(size_t code) {
        return list_groups((Statistic){.aggregate = $self, .cell = code}, mean_item);
    }
    PyObject *_growth(size_t code) {
        return list_groups((Statistic){.aggregate = $self, .cell = code}, growth_item);
    }
    PyObject *_gini(size_t code) {
        return list_groups((Statistic){.aggregate = $self, .cell = code}, gini_item);
    }
    PyObject *_variance(size_t code, bool sample) {
        return list_groups((Statistic){.aggregate = $self, .cell = code, .sample = sample}, variance_item);
    }
    PyObject *_quantile(size_t code, unsigned numerator, unsigned denominator) {
        Statistic at = {$self, code, GOV_KEY_YEAR, numerator, denominator, false};
        return list_groups(at, quantile_item);
    }
    PyObject *_share(size_t code, const char *over) {
        Statistic at = {.aggregate = $self, .cell = code, .key = key_find(over)};
        return list_groups(at, share_item);
    }
    PyObject *_rank(size_t code, const char *over) {
        Statistic at = {.aggregate = $self, .cell = code, .key = key_find(over)};
        return list_groups(at, rank_item);
    }
    PyObject *_kept(void) {
        const GovForm *form = gov_aggregate_get_form($self);
        PyObject *list = PyList_New(0);
        for (size_t i = 0; list && i < gov_form_n_cells(form); i++) {
            PyObject *code = gov_aggregate_has_cell($self, i) ? PyUnicode_FromString(gov_form_get_code(form, i)) : NULL;
            if (code && PyList_Append(list, code) < 0)
                Py_CLEAR(list);
            Py_XDECREF(code);
        }
        return list;
    }
    /** The aggregate as bytes, the same on every machine; see from_bytes(). */
    PyObject *to_bytes(void) {
        g_autoptr(GBytes) bytes = gov_aggregate_to_bytes($self);
        gsize len = 0;
        const char *data = g_bytes_get_data(bytes, &len);
        return PyBytes_FromStringAndSize(data, (Py_ssize_t)len);
    }
    GovDataset *_to_dataset(unsigned nulls, GError **error) {
        return gov_aggregate_to_dataset($self, (GovNulls)nulls, error);
    }
    %pythoncode %{
    form = property(lambda self: self._form(), doc="The form.")
    by = property(lambda self: self._by(), doc="The keys of the groups.")
    cells = property(lambda self: self._kept(), doc="The codes of the cells that are in it.")
    distribution = property(lambda self: self._distribution(), doc="none, approximate or exact.")

    @staticmethod
    def from_bytes(data, form=None):
        """What to_bytes() wrote; form is needed for one that is not built in."""
        return aggregate_from_bytes(data, form)

    def merge(self, *others):
        """The aggregate of the rows of this one and the others together; order does not matter."""
        return aggregate_merge([self, *others])

    def keys(self, name):
        """A key of each group."""
        return self._keys(name)

    def count(self, code, status="reported"):
        """In how many rows of each group a cell has a status."""
        if status not in _STATUSES:
            raise ValueError(f"no status {status!r}; there are {', '.join(_STATUSES)}")
        return self._count(code, _STATUSES.index(status))

    def min(self, code):
        """The least figure of each group."""
        return [pair and pair[0] for pair in self._range(code)]

    def max(self, code):
        """The greatest figure of each group."""
        return [pair and pair[1] for pair in self._range(code)]

    def mean(self, code):
        """The mean of each group, exact."""
        return self._fractions(code, self._mean(code))

    def median(self, code):
        """The median of each group; see quantile()."""
        return self.quantile(code, fractions.Fraction(1, 2))

    def quantile(self, code, share):
        """A quantile of each group, exact or within 1/256 of itself; needs a distribution.

        share -- 0 to 1: a Fraction, or a number that is taken as the nearest one over at most 1000000
        """
        if self.distribution == "none":
            raise ValueError("no quantiles: aggregate with distribution='exact' or 'approximate'")
        share = fractions.Fraction(share).limit_denominator(1000000)
        if not 0 <= share <= 1:
            raise ValueError(f"a quantile is of a share of 0 to 1, not {share}")
        return self._fractions(code, self._quantile(code, share.numerator, share.denominator))

    def variance(self, code, sample=True):
        """The variance of each group, of a sample (over n - 1) or of all (over n)."""
        scale = self._scale(code) ** 2
        return [value if value is None else value / scale for value in self._variance(code, sample)]

    def std(self, code, sample=True):
        """The standard deviation of each group; see variance()."""
        return [value if value is None else math.sqrt(value) for value in self.variance(code, sample)]

    def gini(self, code):
        """The Gini coefficient of the reports of each group; needs a distribution."""
        if self.distribution == "none":
            raise ValueError("no Gini coefficients: aggregate with distribution='exact' or 'approximate'")
        return self._gini(code)

    def share(self, code, over):
        """The sum of each group by that of all that differ in one key (over) at most.

        By division and year, share(code, "division") is the share of a division in its year.
        """
        return [pair and fractions.Fraction(*pair) for pair in self._share(code, self._own_key(over))]

    def rank(self, code, over):
        """The place of each group by its sum among those that differ in one key (over) at most.

        1 has the greatest; equal ones share the best place.
        """
        return self._rank(code, self._own_key(over))

    def growth(self, code):
        """The change of the sum from the year before, by that of the year before."""
        return [pair and fractions.Fraction(*pair) for pair in self._growth(code)]

    def records(self, codes=None, statistics=("count", "sum", "mean", "min", "max"), over=None, exact=False):
        """Statistics as a list of dicts, one for each group and cell: for pandas, pyarrow.Table.from_pylist() ...

        codes -- of one cell, or several; all if None
        statistics -- count (of those reported), blank, not_applicable, unreadable, uncertain, absent, sum,
            mean, min, max, variance, std, hhi, gini, growth; median, p5, p25, p90 ... (percentiles); share, rank
        over -- the key for shares and ranks; see share()
        exact -- leave quotients Fractions; else they are floats
        """
        codes = self.cells if codes is None else [codes] if isinstance(codes, str) else list(codes)
        keys = {name: self.keys(name) for name in self.by}
        rows = self.rows()
        table = []
        for code in codes:
            columns = {name: _statistic(self, name, code, over, exact) for name in statistics}
            for group in range(len(self)):
                record = {name: values[group] for name, values in keys.items()}
                record.update(code=code, rows=rows[group])
                record.update((name, values[group]) for name, values in columns.items())
                table.append(record)
        return table

    def to_pandas(self, codes=None, statistics=("count", "sum", "mean", "min", "max"), over=None):
        """Statistics as a pandas.DataFrame, one row for each group and cell; see records()."""
        import pandas

        names = [*self.by, "code", "rows", *statistics]
        frame = pandas.DataFrame(self.records(codes, statistics, over), columns=names)
        whole = [name for name in names if name in ("year", "rank", "rows", "count") or name in _STATUSES]
        return frame.astype({name: "Int64" for name in whole})

    def to_dataset(self, nulls="bound"):
        """The sums as a Dataset, one row a group; comparability() tells of sums of several editions.

        nulls -- sums with gaps: "strict" has them uncertain, "zero" unless blanks are the only gaps,
            "bound" gives the sum of the figures there are
        """
        if nulls not in _NULLS:
            raise ValueError(f"nulls must be one of {', '.join(_NULLS)}, not {nulls!r}")
        return self._to_dataset(_NULLS.index(nulls))

    def _own_key(self, name):
        if name not in self.by:
            raise ValueError(f"over must be one of the keys of the aggregate ({', '.join(self.by)}), not {name!r}")
        return name

    def _scale(self, code):
        return 1000000 if self.form.type(code) == "money" else 1

    def _fractions(self, code, pairs):
        scale = self._scale(code)
        return [pair and fractions.Fraction(pair[0], pair[1] * scale) for pair in pairs]

    def __eq__(self, other):
        return self.to_bytes() == other.to_bytes() if isinstance(other, Aggregate) else NotImplemented

    def __hash__(self):
        return hash(self.to_bytes())

    def __reduce__(self):
        return aggregate_from_bytes, (self.to_bytes(), self.form)

    def __repr__(self):
        return f"<govstat.Aggregate {self.form.id} by {', '.join(self.by) or 'nothing'}: {len(self)} groups>"
    %}
}

%pythoncode %{
_STATUSES = ("reported", "blank", "not_applicable", "unreadable", "uncertain", "absent")
_NULLS = ("strict", "zero", "bound")
_DISTRIBUTIONS = ("none", "approximate", "exact")
_OF_ONE_CELL = ("sum", "mean", "min", "max", "variance", "std", "median", "hhi", "gini", "growth")


def _statistic(aggregate, name, code, over, exact):
    """One entry for each group."""
    if name == "count" or name in _STATUSES:
        return aggregate.count(code, "reported" if name == "count" else name)
    if name in ("share", "rank"):
        values = getattr(aggregate, name)(code, over)
    elif name in _OF_ONE_CELL:
        values = getattr(aggregate, name)(code)
    elif name[:1] == "p" and name[1:].isdecimal() and int(name[1:]) <= 100:
        values = aggregate.quantile(code, fractions.Fraction(int(name[1:]), 100))
    else:
        raise ValueError(f"no statistic {name!r}; there are count, {', '.join((*_STATUSES[1:], *_OF_ONE_CELL))}, "
                         "share, rank and percentiles such as p90")
    return values if exact else [float(v) if isinstance(v, fractions.Fraction) else v for v in values]


def aggregate(dataset, by, division_digits, distribution, threads, cells):
    if distribution not in _DISTRIBUTIONS:
        raise ValueError(f"distribution must be one of {', '.join(_DISTRIBUTIONS)}, not {distribution!r}")
    by = [by] if isinstance(by, str) else list(by)
    if len(set(by)) < len(by):
        raise ValueError("a key may be named once")
    if not 0 <= division_digits <= 12:
        raise ValueError(f"a division has 12 digits at most, not {division_digits}")
    if cells is not None:
        form = dataset.form
        cells = [form._cell(code) for code in ([cells] if isinstance(cells, str) else cells)]
        if not cells:
            raise ValueError("no cells are named")
    return aggregate_new(dataset, by, cells or [], division_digits, _DISTRIBUTIONS.index(distribution),
                         threads or os.cpu_count() or 1)
%}

OBJECT_LIST(GovAggregate, aggregates, "Aggregate", gov_aggregate_ref, gov_aggregate_unref)
%newobject aggregate_new;
%newobject aggregate_merge;
%newobject aggregate_from_bytes;
%thread aggregate_new;
%thread aggregate_merge;
%thread aggregate_from_bytes;

%inline %{
GovAggregate *aggregate_new(const GovDataset *dataset, const GovKey *by, size_t n_by, const size_t *cells,
                            size_t n_cells, unsigned digits, unsigned distribution, unsigned threads, GError **error)
{
    const GovAggregateOptions options = {by, n_by, digits, (GovDistribution)distribution, threads, cells, n_cells};
    return gov_aggregate_new(dataset, &options, error);
}

GovAggregate *aggregate_merge(const GPtrArray *aggregates, GError **error)
{
    return gov_aggregate_merge((const GovAggregate *const *)aggregates->pdata, aggregates->len, error);
}

GovAggregate *aggregate_from_bytes(const char *json, size_t len, const GovForm *form, GError **error)
{
    return gov_aggregate_from_bytes(json, len, form, error);
}
%}

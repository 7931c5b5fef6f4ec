/* SPDX-License-Identifier: MIT */
/* Dataset: many reports as columns. Whole columns cross the border, as memory and without a copy. */

%{
#define delete_GovDataset gov_dataset_unref

/* ---- columns: a buffer that holds its dataset ---- */

typedef struct {
    PyObject_HEAD
    GovDataset *dataset;
    const int64_t *values;
    Py_ssize_t n;
    Py_ssize_t stride;
} Column;

static void column_dealloc(PyObject *self)
{
    PyTypeObject *type = Py_TYPE(self);
    gov_dataset_unref(((Column *)self)->dataset);
    PyObject_Free(self);
    Py_DECREF(type);
}

static int column_get_buffer(PyObject *object, Py_buffer *view, int flags)
{
    Column *self = (Column *)object;
    if (flags & PyBUF_WRITABLE) {
        PyErr_SetString(PyExc_BufferError, "columns are read-only");
        return -1;
    }
    *view = (Py_buffer){.buf = (void *)(uintptr_t)self->values,
                        .obj = object,
                        .len = self->n * (Py_ssize_t)sizeof(int64_t),
                        .itemsize = sizeof(int64_t),
                        .readonly = 1,
                        .ndim = 1,
                        .format = flags & PyBUF_FORMAT ? (char *)"q" : NULL,
                        .shape = &self->n,
                        .strides = &self->stride};
    Py_INCREF(object);
    return 0;
}

static PyType_Slot column_slots[] = {{Py_tp_dealloc, column_dealloc},
                                     {Py_bf_getbuffer, column_get_buffer},
                                     {0, NULL}};
static PyType_Spec column_spec = {"govstat._Column", sizeof(Column), 0, Py_TPFLAGS_DEFAULT, column_slots};

static PyObject *column_new(const GovDataset *dataset, size_t cell)
{
    PyObject *type = PyType_FromSpec(&column_spec);
    Column *self = type ? PyObject_New(Column, (PyTypeObject *)type) : NULL;
    Py_XDECREF(type); /* the column holds it */
    if (!self)
        return NULL;
    self->dataset = gov_dataset_ref(dataset);
    self->values = gov_dataset_get_values(dataset, cell);
    self->n = (Py_ssize_t)gov_dataset_n_rows(dataset);
    self->stride = sizeof(int64_t);
    PyObject *view = PyMemoryView_FromObject((PyObject *)self);
    Py_DECREF(self);
    return view;
}

/* ---- Arrow ---- */

static void stream_free(PyObject *capsule)
{
    struct ArrowArrayStream *stream = PyCapsule_GetPointer(capsule, "arrow_array_stream");
    if (stream->release)
        stream->release(stream);
    g_free(stream);
}

static PyObject *stream_new(const GovDataset *dataset)
{
    struct ArrowArrayStream *stream = g_new0(struct ArrowArrayStream, 1);
    gov_dataset_export_stream(dataset, stream);
    return PyCapsule_New(stream, "arrow_array_stream", stream_free);
}

/* ---- lists ---- */

typedef struct {
    const GovDataset *dataset;
    size_t cell; /* or key */
} Part;

static PyObject *dataset_status_item(const void *data, size_t row)
{
    const Part *part = data;
    return PyUnicode_FromString(gov_status_get_name(gov_dataset_get_status(part->dataset, part->cell, row)));
}

static PyObject *dataset_value_item(const void *data, size_t row)
{
    const Part *part = data;
    if (gov_dataset_get_status(part->dataset, part->cell, row) != GOV_STATUS_REPORTED)
        Py_RETURN_NONE;
    return number_new(gov_dataset_get_values(part->dataset, part->cell)[row],
                      gov_form_get_cell_type(gov_dataset_get_form(part->dataset), part->cell));
}

static PyObject *dataset_key_item(const void *data, size_t row)
{
    const Part *part = data;
    if (part->cell != GOV_KEY_YEAR)
        return text_or_none(gov_dataset_get_key(part->dataset, (GovKey)part->cell, row));
    int32_t year = gov_dataset_get_years(part->dataset)[row];
    if (year == 0)
        Py_RETURN_NONE;
    return PyLong_FromLong(year);
}

static PyObject *dataset_comparability_item(const void *data, size_t row)
{
    return PyUnicode_FromString(gov_comparability_get_name((GovComparability)((const uint8_t *)data)[row]));
}

static GovKey key_find(const char *name)
{
    GovKey key = GOV_KEY_YEAR;
    if (gov_key_from_name(name, &key))
        return key;
    PyErr_Format(PyExc_KeyError, "no key %s; there are source, agency, unit, parent, division, level, line, "
                                 "scope, form, filed and year", name);
    return key;
}
%}

%typemap(in) (const size_t *rows, size_t n) (size_t *held = NULL) {
    Py_ssize_t n_items = PyList_Check($input) ? PyList_GET_SIZE($input) : -1;
    if (n_items < 0) {
        PyErr_Format(PyExc_TypeError, "expected a list of rows, not %s", Py_TYPE($input)->tp_name);
        SWIG_fail;
    }
    $1 = held = g_new(size_t, (size_t)n_items + 1);
    $2 = (size_t)n_items;
    for (Py_ssize_t i = 0; i < n_items; i++) {
        held[i] = PyLong_AsSize_t(PyList_GET_ITEM($input, i));
        if (held[i] == (size_t)-1 && PyErr_Occurred())
            SWIG_fail;
    }
}
%typemap(freearg) (const size_t *rows, size_t n) "g_free(held$argnum);"
%apply (const size_t *rows, size_t n) { (const size_t *cells, size_t n_cells) };

/* A list of names of keys. */
%typemap(in) (const GovKey *by, size_t n_by) (GovKey keys[GOV_KEY_YEAR + 1]) {
    Py_ssize_t n_items = PyList_Check($input) ? PyList_GET_SIZE($input) : -1;
    if (n_items < 0 || n_items > GOV_KEY_YEAR + 1) {
        PyErr_SetString(PyExc_ValueError, "by must be a list of keys, each at most once");
        SWIG_fail;
    }
    $1 = keys;
    $2 = (size_t)n_items;
    for (Py_ssize_t i = 0; i < n_items; i++) {
        const char *name = PyUnicode_AsUTF8(PyList_GET_ITEM($input, i));
        if (!name)
            SWIG_fail;
        keys[i] = key_find(name);
        if (PyErr_Occurred())
            SWIG_fail;
    }
}

%rename(Dataset) GovDataset;
%nodefaultctor GovDataset;
%newobject GovDataset::_form;
%newobject GovDataset::_slice;
%newobject GovDataset::_take;
%newobject GovDataset::_sort;
%thread GovDataset::_take;
%thread GovDataset::_sort;
%newobject GovDataset::_harmonise;
%newobject GovDataset::_report;
%thread GovDataset::_harmonise;

/**
 * Many reports of one form as columns; never changes, and may be used from any thread.
 */
typedef struct {
} GovDataset;

%extend GovDataset {
    ~GovDataset();

    size_t __len__(void) {
        return gov_dataset_n_rows($self);
    }
    GovForm *_form(void) {
        return gov_form_ref(gov_dataset_get_form($self));
    }
    /** The values of a cell as a read-only memoryview of int64, without a copy: 0 where none is
     *  reported, amounts in units of 10^-6 万元. See statuses(). */
    PyObject *column(size_t code) {
        return column_new($self, code);
    }
    /** The figures of a cell as a list: int, Decimal for money, None unless reported. */
    PyObject *values(size_t code) {
        Part part = {$self, code};
        return list_new(&part, gov_dataset_n_rows($self), dataset_value_item);
    }
    /** The statuses of a cell as a list. */
    PyObject *statuses(size_t code) {
        Part part = {$self, code};
        return list_new(&part, gov_dataset_n_rows($self), dataset_status_item);
    }
    /** How comparable a cell is in each row, by the form it was filed in: `exact`, `sum`,
     *  `approximate` or `none`. */
    PyObject *comparability(size_t code) {
        g_autofree uint8_t *all = gov_dataset_dup_comparability($self, code);
        return list_new(all, gov_dataset_n_rows($self), dataset_comparability_item);
    }
    PyObject *_keys(const char *name) {
        Part part = {$self, (size_t)key_find(name)};
        return PyErr_Occurred() ? NULL : list_new(&part, gov_dataset_n_rows($self), dataset_key_item);
    }
    GovDataset *_slice(size_t first, size_t n) {
        return gov_dataset_slice($self, first, n);
    }
    GovDataset *_take(const size_t *rows, size_t n) {
        return gov_dataset_take($self, rows, n);
    }
    GovDataset *_sort(const GovKey *by, size_t n_by) {
        g_autofree size_t *rows = gov_dataset_sort_rows($self, by, n_by);
        return gov_dataset_take($self, rows, gov_dataset_n_rows($self));
    }
    GovDataset *_harmonise(const GovForm *form, GError **error) {
        g_autoptr(GovConcordance) concordance =
            gov_concordance_builtin(gov_dataset_get_form($self), form, error);
        return concordance ? gov_dataset_harmonise($self, concordance, error) : NULL;
    }
    GovReport *_report(size_t row) {
        return gov_dataset_dup_report($self, row);
    }
    PyObject *_rates(const char *id, bool zero) {
        const GovIndicator *indicator = gov_form_find_indicator(gov_dataset_get_form($self), id);
        if (!indicator) {
            PyErr_Format(PyExc_KeyError, "%s has no indicator %s",
                         gov_form_get_id(gov_dataset_get_form($self)), id);
            return NULL;
        }
        g_autofree GovRate *rates =
            gov_rate_of_dataset(indicator, $self, zero ? GOV_NULLS_ZERO : GOV_NULLS_STRICT);
        return list_new(rates, gov_dataset_n_rows($self), rate_item);
    }
    PyObject *_indicators(void) {
        const GovForm *form = gov_dataset_get_form($self);
        PyObject *list = PyList_New(0);
        for (size_t i = 0; list && i < gov_form_n_indicators(form); i++) {
            PyObject *id = PyUnicode_FromString(gov_indicator_get_id(gov_form_get_indicator(form, i)));
            if (!id || PyList_Append(list, id) < 0)
                Py_CLEAR(list);
            Py_XDECREF(id);
        }
        return list;
    }
    PyObject *_with_key(const char *name, PyObject *list) {
        GovKey key = key_find(name);
        size_t n = gov_dataset_n_rows($self);
        g_autofree const char **values = g_new0(const char *, n + 1);
        for (size_t i = 0; i < n && !PyErr_Occurred(); i++) {
            PyObject *item = PyList_GetItem(list, (Py_ssize_t)i);
            if (!item || (item != Py_None && !(values[i] = PyUnicode_AsUTF8(item))))
                return NULL;
        }
        if (PyErr_Occurred())
            return NULL;
        if (key == GOV_KEY_YEAR) {
            PyErr_SetString(PyExc_ValueError, "the year is that of the report");
            return NULL;
        }
        return SWIG_NewPointerObj(gov_dataset_with_key($self, key, values), $descriptor(GovDataset *), SWIG_POINTER_OWN);
    }
    /** The whole as an Arrow C stream, without a copy of the figures. */
    PyObject *__arrow_c_stream__(PyObject *requested_schema = NULL) {
        (void)requested_schema; /* what is there is given: the protocol allows it */
        return stream_new($self);
    }
    %pythoncode %{
    form = property(lambda self: self._form(), doc="The form.")

    @staticmethod
    def from_reports(reports, form=None, *, filed=None, unit=None, scope=None):
        """A dataset of reports in their order.

        form -- the form, or its id, to harmonise all to; without it they must be of one form
        filed -- for each report its day of filing as YYYY-MM-DD, or None: of several of a unit the latest is
            taken when they are rolled up
        unit -- for each report the code of its unit, or None: found by its name
        scope -- for each report what it covers: own, level, region, or None: what the register says
        """
        parts = _Parts()
        for report in reports:
            parts.append(report)
        dataset = parts.join(form)
        for name, values in (("filed", filed), ("unit", unit), ("scope", scope)):
            if values is not None:
                dataset = dataset.with_key(name, values)
        return dataset

    @staticmethod
    def from_files(paths, threads=0, progress=None, form=None, on_error=None, *, filed=None, unit=None, scope=None):
        """A dataset of all reports in files, in the order of the paths.

        threads -- how many to read with; 0: one for each processor
        progress -- called with the number of files done and their number
        form -- the form, or its id, to harmonise all to
        on_error -- called with the path and the exception of a file that cannot be used, which is then
            left out; without it the exception is raised
        filed, unit, scope -- for each path what from_reports() takes for a report
        """
        paths = list(paths)
        given = {name: list(values) for name, values in (("filed", filed), ("unit", unit), ("scope", scope))
                 if values is not None}
        for name, values in given.items():
            if len(values) != len(paths):
                raise ValueError(f"{name}: {len(values)} values for {len(paths)} paths")
        parts = _Parts()
        owners = []
        with concurrent.futures.ThreadPoolExecutor(threads or os.cpu_count()) as pool:
            for done, (path, found) in enumerate(zip(paths, pool.map(_read_or_error, paths)), 1):
                if isinstance(found, Exception):
                    if on_error is None:
                        pool.shutdown(cancel_futures=True)
                        raise found
                    on_error(path, found)
                else:
                    for report in found:
                        parts.append(report)
                    owners.extend([done - 1] * len(found))
                if progress is not None:
                    progress(done, len(paths))
        if not owners and form is None:
            raise ValueError("no reports were read; name a form for an empty dataset")
        dataset = parts.join(form)
        for name, values in given.items():
            dataset = dataset.with_key(name, [values[i] for i in owners])
        return dataset

    def with_key(self, name, values):
        """The dataset with another key (filed, unit, scope …) for its rows: a str each, or None where unknown."""
        values = list(values)
        if len(values) != len(self):
            raise ValueError(f"{name}: {len(values)} values for {len(self)} rows")
        if name == "filed":
            for value in values:
                if value is not None and not _DAY.match(value):
                    raise ValueError(f"filed: {value!r} is no day; write YYYY-MM-DD, with the time YYYY-MM-DD HH:MM:SS")
        if name == "scope" and not set(values) <= {None, "own", "level", "region"}:
            raise ValueError("scope must be own, level, region or None")
        return self._with_key(name, values)

    def keys(self, name):
        """A key of all rows: source, agency, unit, parent, division, level, line, scope, form, filed or year."""
        return self._keys(name)

    def report(self, row):
        """A row as a report again."""
        if not -len(self) <= row < len(self):
            raise IndexError(f"no row {row} of {len(self)}")
        return self._report(row % len(self))

    def __getitem__(self, rows):
        """A slice, which shares all memory."""
        if not isinstance(rows, slice):
            raise TypeError("a dataset is indexed by slices; report(row) gives one row")
        first, end, step = rows.indices(len(self))
        if step == 1:
            return self._slice(first, max(end - first, 0))
        return self._take(list(range(first, end, step)))

    def filter(self, rows):
        """The rows whose entry in a sequence of truth values is true."""
        wanted = list(rows)
        if len(wanted) != len(self):
            raise ValueError(f"{len(wanted)} truth values for {len(self)} rows")
        return self._take([i for i, keep in enumerate(wanted) if keep])

    def sort(self, *names):
        """Ordered by keys, unknown ones first; rows that are alike keep their order."""
        return self._sort(list(dict.fromkeys(names)))

    def harmonise(self, form):
        """As a dataset of another form; what that cannot tell is absent, never 0."""
        return self._harmonise(form)

    @property
    def indicators(self):
        """The ids of the indicators of the form."""
        return self._indicators()

    def rates(self, indicator, zero=False):
        """An indicator of each row, a list of Rate.

        zero -- count blanks and marks as zero, which each Rate then says
        """
        return [Rate._make(rate) for rate in self._rates(indicator, zero)]

    def aggregate(self, by=(), division_digits=0, distribution="none", threads=0, cells=None):
        """The dataset grouped by keys, an Aggregate.

        by -- names of keys, such as ["division", "year"]; without any all rows are one group
        division_digits -- cuts divisions: 2 for provinces, 4 for prefectures
        distribution -- what medians and Gini coefficients need: "exact", or "approximate" (within 1/256)
        threads -- how many to work with; 0: one for each processor
        cells -- codes of the cells that are wanted, all if None: with very many groups, choose
        """
        return aggregate(self, by, division_digits, distribution, threads, cells)

    def rollup(self, by=("parent", "year"), units=None, zero=False, local_only=False, threads=0, manifest=None):
        """The sums of units with others below them, a Dataset; govstat.rollup() gives the gaps as well.

        Without a register the rows are added up as they are, by any keys that they have: who has not filed is not
        known then, nor whose report covers whose, and a body with several reports of a year is a warning.
        """
        if units is not None:
            return rollup(self, units, by, zero, local_only, threads, manifest).to_dataset()
        if local_only or manifest is not None:
            raise ValueError("local_only and manifest need a register of units")
        by = list(by)
        self._check_sums(by)
        return self.aggregate(by, threads=threads).to_dataset("zero" if zero else "strict")

    def _check_sums(self, by):
        for name in by:
            if len(self) > 0 and name in _KEYS and all(value is None for value in self.keys(name)):
                raise ValueError(f"the reports have no {name}; give a register of units, or leave it out of by")
        if "year" not in by and len(set(self.keys("year"))) > 1:
            raise ValueError("by needs year: stocks and what is carried over must not be added over years")
        bodies = collections.Counter(zip(*(self.keys(name) for name in ("unit", "agency", "scope", "year"))))
        again = sum(n > 1 for n in bodies.values())
        if again > 0:
            warnings.warn(f"{again} bod{'y has' if again == 1 else 'ies have'} several reports of a year, all of which "
                          "are added up; with a register one is taken", stacklevel=3)

    def to_pandas(self, status=False):
        """A pandas.DataFrame: keys, then a column for each cell, missing unless reported.

        Counts are nullable integers, amounts are Decimal.

        status -- add a column `CODE#status` for each cell, which tells a blank from a mark or a row that is not there
        """
        import numpy
        import pandas

        names = [name for name in _KEYS if any(key is not None for key in self.keys(name))]
        frame = {name: self.keys(name) for name in names}
        for code in self.form.codes:
            if self.form.type(code) == "money":
                frame[code] = self.values(code)
                continue
            lacking = numpy.array([status != "reported" for status in self.statuses(code)], bool)
            values = numpy.frombuffer(self.column(code), "int64").copy()
            frame[code] = pandas.arrays.IntegerArray(values, lacking)
        if status:
            frame.update((f"{code}#status", pandas.Categorical(self.statuses(code), _STATUSES)) for code in self.form.codes)
        return pandas.DataFrame(frame)

    def __iter__(self):
        raise TypeError("a dataset has columns; report(row) gives one row")

    def __repr__(self):
        return f"<govstat.Dataset {self.form.id}: {len(self)} reports, {len(self.form.codes)} cells>"
    %}
}

%pythoncode %{
_DAY = re.compile(r"\d{4}-\d\d-\d\d( \d\d:\d\d:\d\d)?\Z")
_KEYS = ("source", "agency", "unit", "parent", "division", "level", "line", "scope", "form", "filed", "year")


def rollup(dataset, units, by=("parent", "year"), zero=False, local_only=False, threads=0, manifest=None):
    """Add up the reports of a Dataset along a register of units, a Rollup.

    units -- Units, or the path of their file
    by -- year, and any of parent, level, line, division
    zero -- let blanks be nothing to add; else they leave a sum uncertain
    local_only -- leave vertical units out
    threads -- how many to work with; 0: one for each processor
    manifest -- a Manifest, or the path of its file: which report was filed when, and by which unit; a line that
        is of no report is a warning
    """
    if units is None:
        raise ValueError("rolling up needs a register of units")
    if not isinstance(units, Units):
        units = units_read(units)
    if manifest is not None and not isinstance(manifest, Manifest):
        manifest = manifest_read(manifest)
    for problem in manifest.problems(dataset, unlisted=False) if manifest else ():
        warnings.warn(problem, stacklevel=2)
    sums = rollup_new(dataset, units, list(by), zero, local_only, threads or os.cpu_count() or 1, manifest)
    object.__setattr__(sums, "_origin", (manifest.join(dataset) if manifest else dataset, units))
    return sums


def diff(before, after, form=None):
    """Two reports side by side, a list of dicts: of kind reports, cell and identity.

    form -- the form, or its id, in whose cells two editions are compared; None: the newer of the two. Each cell
        has its comparability: `exact`, `sum`, `approximate`, or `none`, a break.
    """
    lines = diff_json(before, after, form).splitlines()
    return [json.loads(line, parse_float=decimal.Decimal) for line in lines]


class _Parts:
    """Reports on their way into columns, which are several times smaller: a part for each form."""

    def __init__(self):
        self.parts = {}  # by form: an unsealed dataset, and where its rows stand among all
        self.n_rows = 0

    def append(self, report):
        form = report.form
        if form not in self.parts:
            self.parts[form] = dataset_begin(form), []
        part, rows = self.parts[form]
        dataset_append(part, report)
        rows.append(self.n_rows)
        self.n_rows += 1

    def join(self, form):
        """All rows in the order in which they were appended."""
        if form is None and len(self.parts) > 1:
            names = ", ".join(sorted(each.id for each in self.parts))
            raise _errors.FormError(f"reports of several forms ({names}); name the form to harmonise to")
        if not self.parts and form is None:
            raise ValueError("a dataset without reports needs a form")
        empty = dataset_begin(form) if form is not None else None  # takes an id or a path as well
        parts = [part for part, _ in self.parts.values()] or [empty]
        for part in parts:
            dataset_seal(part)
        if empty is not None:
            parts = [part if part.form == empty.form else part._harmonise(empty.form) for part in parts]
        if len(parts) == 1:
            return parts[0]
        rows = [row for _, own in self.parts.values() for row in own]
        return dataset_concat(parts)._take(sorted(range(len(rows)), key=rows.__getitem__))


def _read_or_error(path):
    try:
        return read_reports(path, None, None)
    except Exception as error:  # told by the caller, in the order of the paths
        return error
%}

OBJECT_LIST(GovDataset, datasets, "Dataset", gov_dataset_ref, gov_dataset_unref)
%newobject dataset_begin;
%newobject dataset_concat;
%thread dataset_concat;
%thread check_dataset;

%inline %{
/* Not for users, to whom a dataset is always sealed. */
GovDataset *dataset_begin(const GovForm *form)
{
    return gov_dataset_new(form);
}

void dataset_append(GovDataset *dataset, const GovReport *report, GError **error)
{
    gov_dataset_append(dataset, report, NULL, error);
}

void dataset_seal(GovDataset *dataset)
{
    gov_dataset_seal(dataset);
}

GovDataset *dataset_concat(const GPtrArray *datasets, GError **error)
{
    return gov_dataset_concat((const GovDataset *const *)datasets->pdata, datasets->len, error);
}
%}

%typemap(out) GPtrArray *check_dataset {
    $result = $1 ? list_new($1, $1->len, finding_item) : SWIG_Py_Void();
    g_clear_pointer(&$1, g_ptr_array_unref);
}
%inline %{
GPtrArray *check_dataset(const GovDataset *dataset, const GPtrArray *rules, unsigned threads)
{
    const GovCheckOptions options = {.rules = rules};
    return gov_check_dataset(dataset, &options, threads);
}
%}

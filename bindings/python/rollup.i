/* SPDX-License-Identifier: MIT */
/* Units and Rollup: the register, and reports added up along it. A result crosses the border as the JSON
 * lines the command writes, once for a whole group, and is a dict in Python. */

%{
#define delete_GovUnits gov_units_unref
#define delete_GovRollup gov_rollup_unref
#define delete_GovManifest gov_manifest_unref

static PyObject *manifest_warning_item(const void *manifest, size_t i)
{
    return PyUnicode_FromString(gov_manifest_get_warning(manifest, i));
}

/* Of lines that fit no report; and with `all`, of reports that have no line. */
static PyObject *list_messages(const GovManifest *manifest, const GovDataset *dataset, const GArray *problems, bool all)
{
    PyObject *list = PyList_New(0);
    for (guint i = 0; list && i < problems->len; i++) {
        const GovManifestProblem *problem = &g_array_index(problems, GovManifestProblem, i);
        if (!all && problem->reason == GOV_MANIFEST_UNLISTED)
            continue;
        g_autofree char *message = gov_manifest_dup_message(manifest, dataset, problem, GOV_LANGUAGE_EN);
        PyObject *text = text_or_none(message);
        if (!text || PyList_Append(list, text) < 0)
            Py_CLEAR(list);
        Py_XDECREF(text);
    }
    return list;
}

static PyObject *warning_item(const void *units, size_t i)
{
    return PyUnicode_FromString(gov_units_get_warning(units, i));
}

static GPtrArray *reconcile_all(const GovRollup *rollup)
{
    return gov_reconcile(rollup);
}
%}

OBJECT(GovUnits, "Units")
OBJECT(GovRollup, "Rollup")
OBJECT(GovManifest, "Manifest")
%typemap(in) const GovManifest *listed {
    void *pointer = NULL;
    if ($input != Py_None && !SWIG_IsOK(SWIG_ConvertPtr($input, &pointer, $descriptor(GovManifest *), 0))) {
        PyErr_Format(PyExc_TypeError, "expected a Manifest, not %s", Py_TYPE($input)->tp_name);
        SWIG_fail;
    }
    $1 = pointer;
}

%rename(Units) GovUnits;
%nodefaultctor GovUnits;
%newobject GovUnits::_join;
%thread GovUnits::_join;

/**
 * The register of units (单位名录); never changes, and may be used from any thread.
 */
typedef struct {
} GovUnits;

%extend GovUnits {
    ~GovUnits();

    size_t __len__(void) {
        return gov_units_n($self);
    }
    PyObject *_warnings(void) {
        return list_new($self, gov_units_n_warnings($self), warning_item);
    }
    PyObject *_find(const char *name, int year) {
        size_t found[GOV_UNITS_MAX_MATCHES];
        size_t n = gov_units_find_name($self, name, year, found, GOV_UNITS_MAX_MATCHES);
        PyObject *list = PyList_New(0);
        for (size_t i = 0; list && i < n; i++) {
            PyObject *code = PyUnicode_FromString(gov_units_get($self, found[i]).code);
            if (!code || PyList_Append(list, code) < 0)
                Py_CLEAR(list);
            Py_XDECREF(code);
        }
        return list;
    }
    GovDataset *_join(const GovDataset *dataset) {
        return gov_units_join(dataset, $self, NULL);
    }
    %pythoncode %{
    warnings = property(lambda self: self._warnings(), doc="What in the register may be meant otherwise.")

    @staticmethod
    def read(path_or_bytes):
        """The register in a CSV file, or in bytes."""
        return units_read(path_or_bytes)

    def find(self, name, year=0):
        """The codes of the units that a name may mean in a year, or in any: one is an answer."""
        return self._find(name, year)

    def join(self, dataset):
        """The dataset with the keys of the units of its rows; those of no unit have None."""
        return self._join(dataset)

    def __repr__(self):
        return f"<govstat.Units: {len(self)} lines>"
    %}
}

%rename(Manifest) GovManifest;
%nodefaultctor GovManifest;
%newobject GovManifest::_join;
%thread GovManifest::_join;

/**
 * Which file was filed when, by which unit (报送清单); never changes, and may be used from any thread.
 */
typedef struct {
} GovManifest;

%extend GovManifest {
    ~GovManifest();

    size_t __len__(void) {
        return gov_manifest_n($self);
    }
    PyObject *_warnings(void) {
        return list_new($self, gov_manifest_n_warnings($self), manifest_warning_item);
    }
    GovDataset *_join(const GovDataset *dataset) {
        return gov_manifest_join($self, dataset, NULL, NULL);
    }
    PyObject *_problems(const GovDataset *dataset, bool all) {
        g_autoptr(GArray) problems = NULL;
        g_autoptr(GovDataset) joined = gov_manifest_join($self, dataset, NULL, &problems);
        return list_messages($self, joined, problems, all);
    }
    %pythoncode %{
    warnings = property(lambda self: self._warnings(), doc="What in the manifest may be meant otherwise.")

    @staticmethod
    def read(path_or_bytes):
        """The manifest in a CSV file, or in bytes."""
        return manifest_read(path_or_bytes)

    def join(self, dataset):
        """The dataset with the days, units and scopes that the lines of its reports give."""
        return self._join(dataset)

    def problems(self, dataset, unlisted=True):
        """What does not fit between the two, a list of messages: lines that are of no report, and reports that
        have no line.

        unlisted -- whether reports without a line are told
        """
        return self._problems(dataset, unlisted)

    def __repr__(self):
        return f"<govstat.Manifest: {len(self)} lines>"
    %}
}

%rename(Rollup) GovRollup;
%nodefaultctor GovRollup;
%newobject GovRollup::_json;
%newobject GovRollup::_filing;
%newobject GovRollup::_reconcile;
%newobject GovRollup::_to_dataset;

/**
 * Reports added up along the register of units.
 */
typedef struct {
} GovRollup;

%extend GovRollup {
    ~GovRollup();

    size_t __len__(void) {
        return gov_rollup_n_nodes($self);
    }
    char *_json(size_t node) {
        GString *out = g_string_new(NULL);
        gov_write_rollup_json(out, $self, node);
        return g_string_free(out, FALSE);
    }
    char *_filing(const GovDataset *dataset, const GovUnits *units) {
        GString *out = g_string_new(NULL);
        g_autoptr(GArray) problems = NULL;
        g_autoptr(GovDataset) joined = gov_units_join(dataset, units, &problems);
        gov_write_filing_json(out, $self, problems);
        return g_string_free(out, FALSE);
    }
    char *_reconcile(void) {
        GString *out = g_string_new(NULL);
        g_autoptr(GPtrArray) all = reconcile_all($self);
        for (guint i = 0; i < all->len; i++)
            gov_write_reconciliation_json(out, gov_rollup_get_units($self), g_ptr_array_index(all, i));
        return g_string_free(out, FALSE);
    }
    GovDataset *_to_dataset(GError **error) {
        return gov_rollup_to_dataset($self, error);
    }
    bool _replace(const char *unit_code, const GovReport *report, const char *scope_name, GError **error) {
        GovScope scope = GOV_SCOPE_UNKNOWN;
        gov_scope_from_name(scope_name, &scope);
        return gov_rollup_replace($self, unit_code, report, scope, error);
    }
    %pythoncode %{
    def __getitem__(self, node):
        """A group as a dict: unit, name, year, expected, present, values, status, gaps, totals."""
        if not -len(self) <= node < len(self):
            raise IndexError(f"no group {node} of {len(self)}")
        return json.loads(self._json(node % len(self)), parse_float=decimal.Decimal)

    def __iter__(self):
        return (self[node] for node in range(len(self)))

    @property
    def filing(self):
        """Who has not filed, which reports gave way to another, and which are of no unit: a list of dicts."""
        return [json.loads(line) for line in self._filing(*self._origin).split("\n") if line]

    def reconcile(self):
        """What units published against those below them: a list of dicts."""
        return [json.loads(line) for line in self._reconcile().splitlines()]

    def replace(self, code, report, scope=None):
        """Put a report in the place of the one a unit has for its year, or of none. Only the groups above it change,
        and they come out as if all had been added up anew. No other thread may use the Rollup meanwhile.

        code -- of the unit
        scope -- what the report covers: own, level or region; None: what the register says
        """
        if scope not in (None, "own", "level", "region"):
            raise ValueError(f"scope must be own, level or region, not {scope!r}")
        self._replace(code, report, scope or "")

    def to_dataset(self):
        """The groups as a Dataset; a sum of some of the reports is `uncertain` there."""
        return self._to_dataset()

    def __repr__(self):
        return f"<govstat.Rollup: {len(self)} groups>"
    %}
}

%newobject units_read;
%newobject manifest_read;
%newobject rollup_new;
%newobject diff_json;
%thread rollup_new;

%inline %{
GovUnits *units_read(Input *input, GError **input_error)
{
    const char *data = input_get_data(input);
    if (input->is_path)
        return gov_units_from_file(data, input_error);
    return gov_units_from_data(data, input_get_size(input), "units", input_error);
}

GovManifest *manifest_read(Input *input, GError **input_error)
{
    const char *data = input_get_data(input);
    if (input->is_path)
        return gov_manifest_from_file(data, input_error);
    return gov_manifest_from_data(data, input_get_size(input), "manifest", input_error);
}

GovRollup *rollup_new(const GovDataset *dataset, const GovUnits *units, const GovKey *by, size_t n_by,
                      bool zero, bool local_only, unsigned threads, const GovManifest *listed, GError **error)
{
    g_autofree int *order = NULL;
    g_autoptr(GovDataset) known = listed != NULL ? gov_manifest_join(listed, dataset, &order, NULL)
                                                 : gov_dataset_ref(dataset);
    const GovRollupOptions options = {by, n_by, zero ? GOV_NULLS_ZERO : GOV_NULLS_STRICT, local_only, threads, order};
    g_autoptr(GovDataset) joined = gov_units_join(known, units, NULL);
    return gov_rollup_new(joined, units, &options, error);
}

char *diff_json(const GovReport *before, const GovReport *after, const GovForm *form, GError **error)
{
    g_autoptr(GovDiff) diff = gov_diff_new(before, after, form, error);
    if (!diff)
        return NULL;
    GString *out = g_string_new(NULL);
    gov_write_diff_json(out, diff);
    return g_string_free(out, FALSE);
}
%}

/* SPDX-License-Identifier: MIT */
/* Units and Rollup: the register, and reports added up along it. A result crosses the border as the JSON
 * lines the command writes, once for a whole group, and is a dict in Python. */

%{
#define delete_GovUnits gov_units_unref
#define delete_GovRollup gov_rollup_unref

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

%rename(Rollup) GovRollup;
%nodefaultctor GovRollup;
%newobject GovRollup::_json;
%newobject GovRollup::_filing;
%newobject GovRollup::_reconcile;
%newobject GovRollup::_to_dataset;
%thread GovRollup::_to_dataset;

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
    char *_filing(void) {
        GString *out = g_string_new(NULL);
        gov_write_filing_json(out, $self, NULL);
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
        """Who has not filed, and which reports gave way to another: a list of dicts."""
        return [json.loads(line) for line in self._filing().splitlines()]

    def reconcile(self):
        """What units published against those below them: a list of dicts."""
        return [json.loads(line) for line in self._reconcile().splitlines()]

    def to_dataset(self):
        """The groups as a Dataset; a sum of some of the reports is `uncertain` there."""
        return self._to_dataset()

    def __repr__(self):
        return f"<govstat.Rollup: {len(self)} groups>"
    %}
}

%newobject units_read;
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

GovRollup *rollup_new(const GovDataset *dataset, const GovUnits *units, const GovKey *by, size_t n_by,
                      bool zero, bool local_only, unsigned threads, GError **error)
{
    const GovRollupOptions options = {by, n_by, zero ? GOV_NULLS_ZERO : GOV_NULLS_STRICT, local_only, threads};
    g_autoptr(GovDataset) joined = gov_units_join(dataset, units, NULL);
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

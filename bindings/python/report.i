/* SPDX-License-Identifier: MIT */
/* Report: one filled form, and how to read one. */

%{
#define delete_GovReport gov_report_unref
#define GovReport_agency_get gov_report_get_agency
#define GovReport_body_agency_get gov_report_get_body_agency
#define GovReport_title_get gov_report_get_title
#define GovReport_source_get gov_report_get_source
#define GovReport_status gov_report_get_status
#define GovReport_locator gov_report_dup_locator
#define GovReport_section gov_report_get_section
#define GovReport_to_json gov_report_to_json
#define GovReport__from_json gov_report_from_json

static GovForm *GovReport_form_get(const GovReport *report)
{
    return gov_form_ref(gov_report_get_form(report));
}

static PyObject *GovReport_year_get(const GovReport *report)
{
    int year = gov_report_get_year(report);
    if (!year)
        Py_RETURN_NONE;
    return PyLong_FromLong(year);
}

/* A blank is None: only a printed figure is a number. */
static PyObject *value_item(const void *report, size_t i)
{
    if (gov_report_get_status(report, i) != GOV_STATUS_REPORTED)
        Py_RETURN_NONE;
    return number_new(gov_report_get_values(report)[i],
                      gov_form_get_cell_type(gov_report_get_form(report), i));
}

static PyObject *status_item(const void *report, size_t i)
{
    return PyUnicode_FromString(gov_status_get_name(gov_report_get_status(report, i)));
}

/* (code, code of the cell or None, message) */
static PyObject *note_item(const void *report, size_t i)
{
    GovNote note = gov_report_get_note(report, i);
    const GovForm *form = gov_report_get_form(report);
    const char *cell = note.cell < 0 ? NULL : gov_form_get_code(form, (size_t)note.cell);
    return Py_BuildValue("(ssN)", note.code, cell, text_or_none(note.message));
}

static PyObject *report_item(const void *array, size_t i)
{
    const GovReport *report = g_ptr_array_index((const GPtrArray *)array, i);
    return SWIG_NewPointerObj(gov_report_ref(report), SWIGTYPE_p_GovReport, SWIG_POINTER_OWN);
}

static GPtrArray *reports_read(const Input *input, const GovForm *form, const char *source,
                               GError **error)
{
    GovReadOptions options = GOV_READ_OPTIONS_INIT;
    options.form = form;
    options.source = source;
    const char *data = input_get_data(input);
    if (input->is_path)
        return gov_read_file(data, &options, error);
    return gov_read_data(data, input_get_size(input), &options, error);
}
%}

%pythoncode %{
Note = collections.namedtuple("Note", "code cell message")
Note.__doc__ = "Something the reader has to tell, of a cell or (cell is None) of the report."
%}

%rename(Report) GovReport;
%nodefaultctor GovReport;
%newobject GovReport::form;
%newobject GovReport::locator;
%newobject GovReport::to_json;
%newobject GovReport::_from_json;
%newobject GovReport::_json;
%newobject GovReport::_text;
%newobject GovReport::_html;
%thread GovReport::_from_json;
%thread GovReport::_html;

/**
 * One filled form: a mapping from cell codes to figures, with the evidence of each.
 *
 * `report[code]` is an int, or a Decimal for money, or None unless a figure was reported: a blank
 * is never 0. Never changes; may be used from any thread.
 */
typedef struct {
} GovReport;

%extend GovReport {
    %immutable;
    /** The form. */
    GovForm *form;
    /** The reporting year, or None. */
    PyObject *year;
    /** The name of the body, or None. */
    const char *agency;
    /** The name the text itself uses for the body, where it differs, or None. */
    const char *body_agency;
    /** The title as printed, or None. */
    const char *title;
    /** The file or address the report came from, or None. */
    const char *source;
    %mutable;

    ~GovReport();

    PyObject *__getitem__(size_t code) {
        return value_item($self, code);
    }
    size_t __len__(void) {
        return gov_form_n_cells(gov_report_get_form($self));
    }
    bool __contains__(PyObject *code) {
        const char *text;
        return PyUnicode_Check(code) &&
               code_find(gov_report_get_form($self), code, &text) >= 0;
    }

    /** The status of a cell: `reported`, `blank`, `not_applicable`, `unreadable`, `uncertain`
     *  or `absent`. */
    GovStatus status(size_t code);
    /** The text of a cell exactly as printed, or None where the cell is absent. */
    const char *raw(size_t code) {
        return gov_report_get_cell($self, code).raw;
    }
    /** How the place of a figure was found: `exact`, `alias`, `similar`, `order` … */
    GovEvidence evidence(size_t code) {
        return gov_report_get_cell($self, code).evidence;
    }
    /** How sure the reading of a cell is, from 0 to 1. */
    double confidence(size_t code) {
        return gov_report_get_cell($self, code).confidence;
    }
    /** Where a cell was found, such as `table 2 row 14 column 8`, or None. */
    char *locator(size_t code);
    /** The best reading of an uncertain cell, or None. Never counted. */
    PyObject *reading(size_t code) {
        GovCell cell = gov_report_get_cell($self, code);
        if (cell.status != GOV_STATUS_UNCERTAIN || !cell.has_reading)
            Py_RETURN_NONE;
        return number_new(cell.value,
                          gov_form_get_cell_type(gov_report_get_form($self), code));
    }
    /** The text of a section, from 1 (总体情况) to 6, or None. */
    const char *section(unsigned section);

    /** The figures of all cells in the order of the form, in one go. */
    PyObject *values(void) {
        return list_new($self, gov_form_n_cells(gov_report_get_form($self)), value_item);
    }
    /** The statuses of all cells in the order of the form, in one go. */
    PyObject *statuses(void) {
        return list_new($self, gov_form_n_cells(gov_report_get_form($self)), status_item);
    }

    /** Everything the report holds, without loss, as one line of JSON. */
    char *to_json(void);
    static GovReport *_from_json(const char *json, size_t len, const GovForm *form,
                                 GError **error);
    PyObject *_notes(void) {
        return list_new($self, gov_report_n_notes($self), note_item);
    }
    const char *_period_start(void) {
        return gov_report_get_period_start($self);
    }
    const char *_period_end(void) {
        return gov_report_get_period_end($self);
    }
    char *_json(bool raw, bool sections) {
        GString *out = g_string_new(NULL);
        gov_write_json(out, $self, (raw ? GOV_WRITE_RAW : 0) | (sections ? GOV_WRITE_SECTIONS : 0));
        return g_string_free(out, FALSE);
    }
    char *_text(void) {
        GString *out = g_string_new(NULL);
        gov_write_text(out, $self, NULL, GOV_LANGUAGE_ZH, GOV_WRITE_PLAIN);
        return g_string_free(out, FALSE);
    }
    char *_html(void) {
        GString *out = g_string_new(NULL);
        g_autoptr(GPtrArray) findings = gov_check_report($self);
        gov_write_html(out, $self, findings, GOV_LANGUAGE_ZH);
        return g_string_free(out, FALSE);
    }
    %pythoncode %{
    @property
    def period(self):
        """First and last day as ISO dates, or None where the report names no period."""
        start, end = self._period_start(), self._period_end()
        return (start, end) if start or end else None

    @property
    def notes(self):
        """What the reader had to infer or repair, a list of Note."""
        return [Note._make(note) for note in self._notes()]

    @staticmethod
    def from_json(text, form=None):
        """The report that to_json() wrote; `form` only where it is not a built-in one."""
        return Report._from_json(text, form)

    def keys(self):
        """The codes of all cells, in printed order."""
        return self.form.codes

    def items(self):
        """Pairs of code and figure, in printed order."""
        return list(zip(self.form.codes, self.values()))

    def to_dict(self, raw=False, sections=False):
        """The object of `govstat extract --format=jsonl`, with exact numbers: int and Decimal."""
        data = json.loads(self._json(raw, sections), parse_float=decimal.Decimal)
        data["values"] = dict(self.items())
        return data

    def __iter__(self):
        return iter(self.form.codes)

    def __eq__(self, other):
        return self.to_json() == other.to_json() if isinstance(other, Report) else NotImplemented

    def __hash__(self):
        return hash(self.to_json())

    def __reduce__(self):
        return _restore, (self.to_json(), self.form)

    def __repr__(self):
        reported = len(self) - self.values().count(None)
        return (f"<govstat.Report {self.agency} {self.year} {self.form.id}:"
                f" {reported} of {len(self)} cells reported>")

    def __str__(self):
        return self._text()

    def _repr_html_(self):
        return self._html()
    %}
}

%pythoncode %{
def _restore(text, form):
    return Report.from_json(text, form)
%}

%typemap(out) GPtrArray *read_reports {
    $result = $1 ? list_new($1, $1->len, report_item) : SWIG_Py_Void();
    g_clear_pointer(&$1, g_ptr_array_unref);
}
%newobject read_report;
%thread read_report;
%thread read_reports;

%inline %{
GPtrArray *read_reports(Input *input, const GovForm *form, const char *source, GError **input_error)
{
    return reports_read(input, form, source, input_error);
}

GovReport *read_report(Input *input, const GovForm *form, const char *source, GError **input_error)
{
    g_autoptr(GPtrArray) reports = reports_read(input, form, source, input_error);
    if (!reports)
        return NULL;
    if (reports->len == 1)
        return gov_report_ref(g_ptr_array_index(reports, 0));
    g_set_error(input_error, GOV_ERROR, GOV_ERROR_COUNT,
                "%s holds %u reports where one was asked for; read_all() takes them all",
                source ? source : input->is_path ? input_get_data(input) : "The content",
                reports->len);
    return NULL;
}
%}

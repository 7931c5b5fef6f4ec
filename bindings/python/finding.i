/* SPDX-License-Identifier: MIT */
/* Finding: what a rule says of a report. */

%{
#define delete_GovFinding gov_finding_unref
#define GovFinding_rule_get gov_finding_get_rule
#define GovFinding_kind_get gov_finding_get_kind
#define GovFinding_severity_get gov_finding_get_severity
#define GovFinding_class__get gov_finding_get_class
#define GovFinding_min_cells_get gov_finding_get_min_cells
#define GovFinding_sentence_get gov_finding_get_sentence
#define GovFinding_section_get gov_finding_get_section
#define GovFinding_base_get gov_finding_get_base
#define GovFinding_all_suspects_get gov_finding_has_all_suspects

static GovReport *GovFinding_report_get(const GovFinding *finding)
{
    return gov_report_ref(gov_finding_get_report(finding));
}

static const GovForm *finding_get_form(const GovFinding *finding)
{
    return gov_report_get_form(gov_finding_get_report(finding));
}

static PyObject *side_new(const GovFinding *finding, int64_t (*get)(const GovFinding *))
{
    if (!gov_finding_has_sides(finding))
        Py_RETURN_NONE;
    return number_new(get(finding), gov_finding_get_type(finding));
}

static PyObject *GovFinding_lhs_get(const GovFinding *finding)
{
    return side_new(finding, gov_finding_get_lhs);
}

static PyObject *GovFinding_rhs_get(const GovFinding *finding)
{
    return side_new(finding, gov_finding_get_rhs);
}

static PyObject *GovFinding_difference_get(const GovFinding *finding)
{
    return side_new(finding, gov_finding_get_difference);
}

static PyObject *finding_cell_item(const void *finding, size_t i)
{
    return code_item(finding_get_form(finding), gov_finding_get_cell(finding, i));
}

/* (code of the cell, value, suggested, reason, clears, set) */
static PyObject *suspect_item(const void *finding, size_t i)
{
    GovSuspect suspect = gov_finding_get_suspect(finding, i);
    const GovForm *form = finding_get_form(finding);
    GovType type = gov_form_get_cell_type(form, suspect.cell);
    return Py_BuildValue("(sNNsII)", gov_form_get_code(form, suspect.cell),
                         number_new(suspect.value, type), number_new(suspect.suggested, type),
                         suspect.reason, suspect.clears, suspect.set);
}

static GovReport *GovFinding_prior_get(const GovFinding *finding)
{
    const GovReport *prior = gov_finding_get_prior(finding);
    return prior ? gov_report_ref((GovReport *)(uintptr_t)prior) : NULL;
}

static PyObject *finding_prior_cell_item(const void *finding, size_t i)
{
    return code_item(gov_report_get_form(gov_finding_get_prior(finding)),
                     gov_finding_get_prior_cell(finding, i));
}

static PyObject *GovFinding_prior_cells_get(const GovFinding *finding)
{
    return list_new(finding, gov_finding_n_prior_cells(finding), finding_prior_cell_item);
}

static PyObject *GovFinding_cells_get(const GovFinding *finding)
{
    return list_new(finding, gov_finding_n_cells(finding), finding_cell_item);
}

static PyObject *finding_item(const void *array, size_t i)
{
    GovFinding *finding = g_ptr_array_index((const GPtrArray *)array, i);
    return SWIG_NewPointerObj(gov_finding_ref(finding), SWIGTYPE_p_GovFinding, SWIG_POINTER_OWN);
}
%}

%pythoncode %{
Suspect = collections.namedtuple("Suspect", "cell value suggested reason clears set")
Suspect.__doc__ = "A cell that could explain a failure, with the value that would mend it."
%}

%rename(Finding) GovFinding;
%nodefaultctor GovFinding;
%newobject GovFinding::report;
%newobject GovFinding::prior;
%newobject GovFinding::_message;
%newobject GovFinding::_text;
%newobject GovFinding::_json;

/**
 * What a rule says of a report; the attributes are the fields of `govstat check --format=jsonl`.
 */
typedef struct {
} GovFinding;

%extend GovFinding {
    %immutable;
    /** The report it is about. */
    GovReport *report;
    /** The id of the rule, such as `applications.balance`. */
    const char *rule;
    /** `failed`, `not_assessable`, `incomplete`, `remark` or `claim`. */
    GovFindingKind kind;
    /** `error`, `warning` or `hint`. */
    GovSeverity severity;
    /** Where the fault lies: `source`, `reading` or `undecided`. Also `getattr(f, "class")`. */
    GovClass class_;
    /** The codes of the cells the rule looked at, left side first. */
    PyObject *cells;
    /** The left side, or None where a side has no value. */
    PyObject *lhs;
    /** The right side, or None. */
    PyObject *rhs;
    /** Left side minus right side, or None. */
    PyObject *difference;
    /** How many cells at least must be wrong where the rule looked, or 0. */
    unsigned min_cells;
    /** Whether the suspects are all that so few cells allow. */
    bool all_suspects;
    /** The report of an earlier year that the finding compares with, or None. */
    GovReport *prior;
    /** The codes of the cells of that report. */
    PyObject *prior_cells;
    /** The words of the text section that a `claim` is about, or None. */
    const char *sentence;
    /** The section they stand in, or 0. */
    unsigned section;
    /** The other base on which the figure of the text is or would be right, or None. */
    const char *base;
    %mutable;

    ~GovFinding();

    PyObject *_suspects(void) {
        return list_new($self, gov_finding_n_suspects($self), suspect_item);
    }
    const char *_place(GovLanguage lang) {
        return gov_finding_get_place($self, lang);
    }
    char *_message(GovLanguage lang) {
        return gov_finding_dup_message($self, lang);
    }
    char *_text(GovLanguage lang) {
        GString *out = g_string_new(NULL);
        gov_write_finding_text(out, $self, lang);
        return g_string_free(out, FALSE);
    }
    char *_json(GovLanguage lang) {
        GString *out = g_string_new(NULL);
        gov_write_finding_json(out, $self, lang);
        return g_string_free(out, FALSE);
    }
    %pythoncode %{
    locals()["class"] = class_  # the JSON field, a keyword in Python
    form = property(lambda self: self.report.form.id, doc="The id of the form.")
    source = property(lambda self: self.report.source, doc="The source of the report.")
    agency = property(lambda self: self.report.agency, doc="The body that reports.")
    year = property(lambda self: self.report.year, doc="The reporting year.")
    message = property(lambda self: self._message("en"), doc="The full sentence, in English.")

    @property
    def suspects(self):
        """Cells that could explain the failure, likeliest first, a list of Suspect."""
        return [Suspect._make(suspect) for suspect in self._suspects()]

    def place(self, lang="zh"):
        """The row or column the rule was applied to, as printed in the form, or None."""
        return self._place(lang)

    def text(self, lang="zh"):
        """The finding for people, in Chinese (zh) or English (en)."""
        return self._text(lang)

    def to_dict(self, lang="en"):
        """The object of `govstat check --format=jsonl`, with exact numbers: int and Decimal."""
        return json.loads(self._json(lang), parse_float=decimal.Decimal)

    def __eq__(self, other):
        if not isinstance(other, Finding):
            return NotImplemented
        return self._json("en") == other._json("en") and self.report == other.report

    def __hash__(self):
        return hash(self._json("en"))

    def __repr__(self):
        return f"<govstat.Finding {self.severity} {self.rule}: {self.message}>"

    def __str__(self):
        return self.message
    %}
}

%typemap(out) GPtrArray *check_report, GPtrArray *check_series {
    $result = list_new($1, $1->len, finding_item);
    g_ptr_array_unref($1);
}
%thread check_report;
%thread check_series;

/* Lists of our objects, by the type and name of the argument. */
%define OBJECT_LIST(Type, argument, name, Ref, Unref)
%typemap(in) const GPtrArray *argument (GPtrArray *held = NULL) {
    Py_ssize_t n = PyList_Check($input) ? PyList_GET_SIZE($input) : -1;
    if (n < 0) {
        PyErr_Format(PyExc_TypeError, "expected a list, not %s", Py_TYPE($input)->tp_name);
        SWIG_fail;
    }
    $1 = held = g_ptr_array_new_with_free_func((GDestroyNotify)Unref);
    for (Py_ssize_t i = 0; i < n; i++) {
        void *pointer = NULL;
        PyObject *item = PyList_GET_ITEM($input, i);
        if (!SWIG_IsOK(SWIG_ConvertPtr(item, &pointer, $descriptor(Type *), SWIG_POINTER_NO_NULL))) {
            PyErr_Format(PyExc_TypeError, "expected a %s, not %s", name, Py_TYPE(item)->tp_name);
            SWIG_fail;
        }
        g_ptr_array_add(held, Ref(pointer));
    }
}
%typemap(freearg) const GPtrArray *argument "g_clear_pointer(&held$argnum, g_ptr_array_unref);"
%enddef
OBJECT_LIST(GovReport, reports, "Report", gov_report_ref, gov_report_unref)
OBJECT_LIST(GovRules, rules, "Rules", gov_rules_ref, gov_rules_unref)

%{
#define delete_GovRules gov_rules_unref
static GovRules *new_GovRules(const GovForm *form, Input *input, GError **input_error)
{
    const char *data = input_get_data(input);
    return input->is_path ? gov_rules_from_file(form, data, input_error)
                          : gov_rules_from_data(form, data, input_get_size(input), "rules", input_error);
}
%}

%rename(_Rules) GovRules;
typedef struct {
} GovRules;

%extend GovRules {
    GovRules(const GovForm *form, Input *input, GError **rules_error);
    ~GovRules();
}

%inline %{
GPtrArray *check_report(const GovReport *report, const GPtrArray *rules)
{
    const GovCheckOptions options = {.rules = rules};
    return gov_check_report_with(report, &options);
}

GPtrArray *check_series(const GPtrArray *reports, const GPtrArray *rules)
{
    const GovCheckOptions options = {.rules = rules};
    return gov_check_series(reports, &options);
}
%}

/* SPDX-License-Identifier: MIT */
/* Form: one edition of the tables. */

%{
#define delete_GovForm gov_form_unref
#define new_GovForm form_open
#define GovForm_id_get gov_form_get_id
#define GovForm_basis_get gov_form_get_basis
#define GovForm_type gov_form_get_cell_type
#define GovForm_unit gov_form_get_cell_unit
#define GovForm__label gov_form_dup_cell_label

static const char *GovForm_title_get(const GovForm *form)
{
    return gov_form_get_title(form, GOV_LANGUAGE_ZH);
}

static PyObject *code_item(const void *form, size_t i)
{
    return PyUnicode_FromString(gov_form_get_code(form, i));
}

/* (code, table, row, column, label, label in English, unit, type) */
static PyObject *cell_item(const void *self, size_t i)
{
    const GovForm *form = self;
    size_t table = gov_form_get_cell_table(form, i);
    g_autofree char *label = gov_form_dup_cell_label(form, i, GOV_LANGUAGE_ZH);
    g_autofree char *label_en = gov_form_dup_cell_label(form, i, GOV_LANGUAGE_EN);
    return Py_BuildValue(
        "(ssssssss)", gov_form_get_code(form, i), gov_form_get_table_id(form, table),
        gov_form_get_row_id(form, table, gov_form_get_cell_row(form, i)),
        gov_form_get_column_id(form, table, gov_form_get_cell_column(form, i)), label, label_en,
        gov_form_get_cell_unit(form, i), type_get_name(gov_form_get_cell_type(form, i)));
}

/* One table of a form, of which a list of rows or columns is made. */
typedef struct {
    const GovForm *form;
    size_t table;
} FormTable;

/* (id, label, label in English) */
static PyObject *row_item(const void *self, size_t i)
{
    const FormTable *at = self;
    return Py_BuildValue("(sss)", gov_form_get_row_id(at->form, at->table, i),
                         gov_form_get_row_label(at->form, at->table, i, GOV_LANGUAGE_ZH),
                         gov_form_get_row_label(at->form, at->table, i, GOV_LANGUAGE_EN));
}

static PyObject *column_item(const void *self, size_t i)
{
    const FormTable *at = self;
    return Py_BuildValue("(sss)", gov_form_get_column_id(at->form, at->table, i),
                         gov_form_get_column_label(at->form, at->table, i, GOV_LANGUAGE_ZH),
                         gov_form_get_column_label(at->form, at->table, i, GOV_LANGUAGE_EN));
}

/* (id, label, label in English, rows, columns) */
static PyObject *table_item(const void *form, size_t i)
{
    FormTable at = {form, i};
    return Py_BuildValue("(sssNN)", gov_form_get_table_id(form, i),
                         gov_form_get_table_label(form, i, GOV_LANGUAGE_ZH),
                         gov_form_get_table_label(form, i, GOV_LANGUAGE_EN),
                         list_new(&at, gov_form_n_rows(form, i), row_item),
                         list_new(&at, gov_form_n_columns(form, i), column_item));
}

/* (id, check, scope, severity, nulls, message, message in English, basis, instances) */
static PyObject *rule_item(const void *form, size_t i)
{
    const GovRule *rule = gov_form_get_rule(form, i);
    return Py_BuildValue("(ssssssssn)", gov_rule_get_id(rule), gov_rule_get_text(rule),
                         gov_rule_get_for(rule), gov_severity_get_name(gov_rule_get_severity(rule)),
                         gov_nulls_get_name(gov_rule_get_nulls(rule)),
                         gov_rule_get_message(rule, GOV_LANGUAGE_ZH),
                         gov_rule_get_message(rule, GOV_LANGUAGE_EN), gov_rule_get_basis(rule),
                         (Py_ssize_t)gov_rule_n_instances(rule));
}

static PyObject *builtin_item(const void *unused, size_t i)
{
    (void)unused;
    return PyUnicode_FromString(gov_form_get_builtin_id(i));
}
%}

%pythoncode %{
Cell = collections.namedtuple("Cell", "code table row column label label_en unit type")
Cell.__doc__ = "A cell of a form."
Heading = collections.namedtuple("Heading", "id label label_en")
Heading.__doc__ = "A row or a column of a table."
Table = collections.namedtuple("Table", "id label label_en rows columns")
Table.__doc__ = "A table of a form; rows and columns are lists of Heading."
Rule = collections.namedtuple(
    "Rule", "id check scope severity nulls message message_en basis n_instances")
Rule.__doc__ = """A rule of a form: what must hold (check), for which rows or columns (scope).

A rule is compiled to n_instances comparisons; nulls says what cells without a figure count as."""
%}

%rename(Form) GovForm;
%newobject GovForm::_label;

/**
 * One edition of the tables: `Form("cn-foi-2021")`, or the path or content of a form file.
 * Never changes; may be used from any thread.
 */
typedef struct {
} GovForm;

%extend GovForm {
    %immutable;
    /** The id, such as `cn-foi-2021`. */
    const char *id;
    /** The official title. */
    const char *title;
    /** The notice that prescribes the form. */
    const char *basis;
    %mutable;

    GovForm(Input *input, GError **input_error);
    ~GovForm();

    /** The unit of a cell, such as 件 or 万元. */
    const char *unit(size_t code);
    /** What a cell holds: `count`, `signed` or `money`. */
    GovType type(size_t code);

    char *_label(size_t code, GovLanguage lang);
    size_t _cell(size_t code) {
        (void)$self;
        return code;
    }
    PyObject *_codes(void) {
        return list_new($self, gov_form_n_cells($self), code_item);
    }
    PyObject *_tables(void) {
        return list_new($self, gov_form_n_tables($self), table_item);
    }
    PyObject *_cells(void) {
        return list_new($self, gov_form_n_cells($self), cell_item);
    }
    PyObject *_rules(void) {
        return list_new($self, gov_form_n_rules($self), rule_item);
    }
    int _first_year(void) {
        return gov_form_get_first_year($self);
    }
    int _last_year(void) {
        return gov_form_get_last_year($self);
    }
    bool _is(GovForm *other) {
        return $self == other;
    }
    %pythoncode %{
    @property
    def codes(self):
        """The codes of all cells, in printed order."""
        return self._codes()

    @property
    def tables(self):
        """The tables of the form, a list of Table."""
        return [Table(*names, [Heading._make(row) for row in rows],
                      [Heading._make(column) for column in columns])
                for *names, rows, columns in self._tables()]

    @property
    def rules(self):
        """The rules of the form, a list of Rule."""
        return [Rule._make(rule) for rule in self._rules()]

    @property
    def years(self):
        """First and last year the form is meant for; None where it is open."""
        return self._first_year() or None, self._last_year() or None

    def cells(self):
        """All cells in printed order, a list of Cell."""
        return [Cell._make(cell) for cell in self._cells()]

    def label(self, code, lang="zh"):
        """What a cell is called in the printed form, in Chinese (zh) or English (en)."""
        return self._label(code, lang)

    def __eq__(self, other):
        return self._is(other) if isinstance(other, Form) else NotImplemented

    def __hash__(self):
        return hash(self.id)

    def __repr__(self):
        return f"<govstat.Form {self.id}>"

    def __reduce__(self):
        if self.id in forms() and self == Form(self.id):
            return Form, (self.id,)
        raise TypeError(f"form {self.id} was loaded from a file and cannot be pickled")
    %}
}

%inline %{
/** The ids of the built-in forms, newest first. */
PyObject *forms(void)
{
    return list_new(NULL, gov_form_n_builtin(), builtin_item);
}
%}

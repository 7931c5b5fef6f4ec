/* SPDX-License-Identifier: MIT */
/* Arguments on their way in. Nothing is cut at a NUL, and no None becomes a NULL pointer. */

%{
/* A path or content; `bytes` is a bytes object that is owned. Content that others could change
 * while the lock is released is copied. */
typedef struct {
    PyObject *bytes;
    bool is_path;
} Input;

static const char *input_get_data(const Input *input)
{
    return PyBytes_AS_STRING(input->bytes);
}

static size_t input_get_size(const Input *input)
{
    return (size_t)PyBytes_GET_SIZE(input->bytes);
}

static bool input_init(Input *input, PyObject *object)
{
    if (PyObject_CheckBuffer(object)) {
        input->bytes = PyBytes_FromObject(object);
        return input->bytes != NULL;
    }
    input->is_path = true;
    if (PyUnicode_FSConverter(object, &input->bytes))
        return true;
    if (PyErr_ExceptionMatches(PyExc_TypeError))
        PyErr_Format(PyExc_TypeError, "expected a path or bytes, not %s",
                     Py_TYPE(object)->tp_name);
    return false;
}

/* Built-in forms go by their id; anything that looks like a file is one. */
static GovForm *form_open(const Input *input, GError **error)
{
    const char *name = input_get_data(input);
    if (!input->is_path)
        return gov_form_from_data(name, input_get_size(input), "form", error);
    if (strchr(name, '/') || g_str_has_suffix(name, ".form"))
        return gov_form_from_file(name, error);
    return gov_form_builtin(name, error);
}

/* The code a mistyped one was meant to be: the nearest by edits, else one it is a part of. */
static const char *code_nearest(const GovForm *form, const char *code)
{
    const char *nearest = NULL;
    const char *whole = NULL;
    unsigned limit = (unsigned)strlen(code) / 3;
    for (size_t i = 0; i < gov_form_n_cells(form); i++) {
        const char *candidate = gov_form_get_code(form, i);
        unsigned distance = gov_label_distance(code, candidate, limit);
        if (distance <= limit) {
            nearest = candidate;
            limit = MAX(distance, 1) - 1;
        }
        if (!whole && strstr(candidate, code))
            whole = candidate;
    }
    return nearest ? nearest : whole;
}

/* The cell with a code, or -1; `text` is the code, or NULL for what cannot be one. */
static int code_find(const GovForm *form, PyObject *object, const char **text)
{
    Py_ssize_t len = 0;
    *text = PyUnicode_AsUTF8AndSize(object, &len);
    PyErr_Clear();
    if (*text && strlen(*text) != (size_t)len)
        *text = NULL;
    return *text ? gov_form_find_cell(form, *text) : -1;
}

#define CODE_MAX_BYTES 100

static void code_raise(const GovForm *form, const char *code)
{
    bool likely = code && *code && strlen(code) <= CODE_MAX_BYTES;
    const char *nearest = likely ? code_nearest(form, code) : NULL;
    PyObject *message =
        PyUnicode_FromFormat("%s has no cell '%s'%s%s%s", gov_form_get_id(form),
                             likely ? code : "…", nearest ? "; did you mean '" : "",
                             nearest ? nearest : "", nearest ? "'?" : "");
    if (message)
        PyErr_SetObject(PyExc_KeyError, message);
    Py_XDECREF(message);
}

static bool code_to_cell(const GovForm *form, PyObject *object, size_t *cell)
{
    if (!PyUnicode_Check(object)) {
        PyErr_Format(PyExc_TypeError, "expected a cell code, not %s", Py_TYPE(object)->tp_name);
        return false;
    }
    const char *code;
    int found = code_find(form, object, &code);
    if (found < 0)
        code_raise(form, code);
    else
        *cell = (size_t)found;
    return found >= 0;
}

static const GovForm *form_get_form(const GovForm *form)
{
    return form;
}
/* The form in which the object of a method looks codes up. */
#define FORM_OF(self) \
    _Generic((self), GovReport *: gov_report_get_form, GovDataset *: gov_dataset_get_form, \
             GovAggregate *: gov_aggregate_get_form, GovForm *: form_get_form)(self)

static bool any_has_cell(const void *self, size_t cell)
{
    (void)self;
    (void)cell;
    return true;
}

static bool aggregate_has_cell(const void *self, size_t cell)
{
    const GovForm *form = gov_aggregate_get_form(self);
    if (!gov_aggregate_has_cell(self, cell))
        PyErr_Format(PyExc_KeyError, "the aggregate was made without %s", gov_form_get_code(form, cell));
    return gov_aggregate_has_cell(self, cell);
}
/* Whether the object of a method can be asked for a cell of its form; if not with an exception. */
#define HAS_CELL(self, cell) _Generic((self), GovAggregate *: aggregate_has_cell, default: any_has_cell)(self, cell)

static bool language_from_text(PyObject *object, GovLanguage *language)
{
    const char *name = PyUnicode_Check(object) ? PyUnicode_AsUTF8(object) : NULL;
    bool chinese = g_strcmp0(name, "zh") == 0;
    *language = chinese ? GOV_LANGUAGE_ZH : GOV_LANGUAGE_EN;
    if (chinese || g_strcmp0(name, "en") == 0)
        return true;
    PyErr_Clear();
    PyErr_Format(PyExc_ValueError, "lang must be 'zh' or 'en', not %R", object);
    return false;
}
%}

%typemap(in) Input *input (Input holder = {NULL, false}) {
    $1 = &holder;
    if (!input_init($1, $input))
        SWIG_fail;
}
%typemap(freearg) Input *input "Py_CLEAR(holder$argnum.bytes);"

/* None, the id or path of a form, or a Form. */
%typemap(in) const GovForm *form (GovForm *owned = NULL) {
    void *pointer = NULL;
    if ($input == Py_None) {
        $1 = NULL;
    } else if (SWIG_IsOK(SWIG_ConvertPtr($input, &pointer, $descriptor(GovForm *), 0))) {
        $1 = owned = gov_form_ref(pointer);
    } else {
        Input name = {NULL, false};
        if (!input_init(&name, $input)) {
            PyErr_Format(PyExc_TypeError, "form must be an id, a path or a Form, not %s",
                         Py_TYPE($input)->tp_name);
            SWIG_fail;
        }
        GError *problem = NULL;
        $1 = owned = form_open(&name, &problem);
        if (problem)
            error_raise(problem, name.is_path ? name.bytes : NULL);
        Py_DECREF(name.bytes);
        if (!$1)
            SWIG_fail;
    }
}
%typemap(freearg) const GovForm *form "g_clear_pointer(&owned$argnum, gov_form_unref);"

/* Any other object of ours: None is not one of them. */
%define OBJECT(Type, name)
%typemap(in) Type *, const Type * {
    void *pointer = NULL;
    int flags = $disown | SWIG_POINTER_NO_NULL;
    if (!SWIG_IsOK(SWIG_ConvertPtr($input, &pointer, $descriptor(Type *), flags))) {
        PyErr_Format(PyExc_TypeError, "expected a %s, not %s", name, Py_TYPE($input)->tp_name);
        SWIG_fail;
    }
    $1 = pointer;
}
%enddef
OBJECT(GovForm, "Form")
OBJECT(GovReport, "Report")
OBJECT(GovFinding, "Finding")
OBJECT(GovAggregate, "Aggregate")

/* JSON text: str or any buffer. */
%typemap(in) (const char *json, size_t len) (PyObject *holder = NULL) {
    holder = PyUnicode_Check($input) ? PyUnicode_AsEncodedString($input, "utf-8", "surrogateescape")
             : PyObject_CheckBuffer($input)
                 ? PyBytes_FromObject($input)
                 : PyErr_Format(PyExc_TypeError, "expected str or bytes, not %s",
                                Py_TYPE($input)->tp_name);
    if (!holder)
        SWIG_fail;
    $1 = PyBytes_AS_STRING(holder);
    $2 = (size_t)PyBytes_GET_SIZE(holder);
}
%typemap(freearg) (const char *json, size_t len) "Py_CLEAR(holder$argnum);"

%typemap(in) size_t code {
    if (!code_to_cell(FORM_OF(arg1), $input, &$1) || !HAS_CELL(arg1, $1))
        SWIG_fail;
}

/* Text that must be there. */
%typemap(in) const char *name {
    if (!PyArg_Parse($input, "s", &$1))
        SWIG_fail;
}
%apply const char *name { const char *unit_code, const char *scope_name };

%typemap(in) const char *source {
    if (!PyArg_Parse($input, "z", &$1))
        SWIG_fail;
}

%typemap(in) GovLanguage lang {
    if (!language_from_text($input, &$1))
        SWIG_fail;
}

%typemap(check) unsigned section {
    if ($1 < 1 || $1 > GOV_N_SECTIONS)
        SWIG_exception_fail(SWIG_ValueError, "sections are numbered from 1 to 6");
}

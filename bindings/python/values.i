/* SPDX-License-Identifier: MIT */
/* Values on their way out: exact numbers, names for enumerations, lists in one go. */

%{
/* Strings are UTF-8, but a source may be a file name in any encoding: as os.fsdecode() has it. */
static PyObject *text_or_none(const char *text)
{
    if (!text)
        Py_RETURN_NONE;
    return PyUnicode_DecodeUTF8(text, (Py_ssize_t)strlen(text), "surrogateescape");
}

/* Counts are int; money is a Decimal made from the written figure, so that nothing passes through
 * binary floating point. */
static PyObject *number_new(int64_t value, GovType type)
{
    if (type != GOV_TYPE_MONEY)
        return PyLong_FromLongLong(value);

    PyObject *module = PyImport_ImportModule("decimal");
    if (!module)
        return NULL;
    g_autofree char *text = gov_figure_format(value, type);
    PyObject *number = PyObject_CallMethod(module, "Decimal", "s", text);
    Py_DECREF(module);
    return number;
}

/* A list of what `item` makes of each index; NULL with an exception as soon as one fails. */
static PyObject *list_new(const void *self, size_t n, PyObject *(*item)(const void *, size_t))
{
    PyObject *list = PyList_New((Py_ssize_t)n);
    for (size_t i = 0; list && i < n; i++) {
        PyObject *value = item(self, i);
        if (value)
            PyList_SET_ITEM(list, (Py_ssize_t)i, value);
        else
            Py_CLEAR(list);
    }
    return list;
}

static const char *type_get_name(GovType type)
{
    static const char *const names[] = {"count", "signed", "money"};
    return names[type];
}

static const char *kind_get_name(GovFindingKind kind)
{
    static const char *const names[] = {"failed", "not_assessable", "incomplete", "remark",
                                        "claim"};
    return names[kind];
}
%}

/* An enumeration reaches Python as the machine name that JSON and CSV use. */
%define NAMED(Type, get_name)
%typemap(out) Type { $result = PyUnicode_FromString(get_name($1)); }
%enddef
NAMED(GovStatus, gov_status_get_name)
NAMED(GovEvidence, gov_evidence_get_name)
NAMED(GovSeverity, gov_severity_get_name)
NAMED(GovClass, gov_class_get_name)
NAMED(GovType, type_get_name)
NAMED(GovFindingKind, kind_get_name)

/* Strings that are owned are declared `char *` and listed in %newobject. */
%typemap(newfree) char * "g_free($1);"

/* SPDX-License-Identifier: MIT */
/* GError → exception. The classes are written in Python (_errors.py) and looked up when one is
 * raised, so nothing global is kept here. */

%{
/* Raises and frees. `path` may be NULL: the file that was asked for. */
static void error_raise(GError *error, PyObject *path)
{
    int code = error->domain == GOV_ERROR ? error->code : -1;
    PyObject *module = PyImport_ImportModule("govstat._errors");
    PyObject *exception =
        module ? PyObject_CallMethod(module, "build", "iNO", code, text_or_none(error->message),
                                     path ? path : Py_None)
               : NULL;
    if (exception)
        PyErr_SetObject((PyObject *)Py_TYPE(exception), exception);
    Py_XDECREF(exception);
    Py_XDECREF(module);
    g_error_free(error);
}
%}

%typemap(in, numinputs=0) GError **error (GError *problem = NULL) "$1 = &problem;"
%typemap(argout) GError **error {
    if (*$1) {
        Py_CLEAR($result);
        error_raise(*$1, NULL);
        SWIG_fail;
    }
}

/* The same where the Input is the second argument. */
%typemap(in, numinputs=0) GError **rules_error (GError *problem = NULL) "$1 = &problem;"
%typemap(argout) GError **rules_error {
    if (*$1) {
        Py_CLEAR($result);
        error_raise(*$1, arg2->is_path ? arg2->bytes : NULL);
        SWIG_fail;
    }
}

/* In functions whose first argument is an Input, so that the exception can name the file. */
%typemap(in, numinputs=0) GError **input_error (GError *problem = NULL) "$1 = &problem;"
%typemap(argout) GError **input_error {
    if (*$1) {
        Py_CLEAR($result);
        error_raise(*$1, arg1->is_path ? arg1->bytes : NULL);
        SWIG_fail;
    }
}

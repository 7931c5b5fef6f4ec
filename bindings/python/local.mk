# The Python package govstat: a wrapper that SWIG writes, compiled as a libtool module against the
# shared library, and a little Python on top. The package is also assembled in the build tree, so
# that PYTHONPATH=bindings/python is all it takes to use it before it is installed.

python_interface = \
	bindings/python/govstat.i \
	bindings/python/aggregate.i \
	bindings/python/dataset.i \
	bindings/python/error.i \
	bindings/python/finding.i \
	bindings/python/form.i \
	bindings/python/indicators.i \
	bindings/python/input.i \
	bindings/python/rate.i \
	bindings/python/report.i \
	bindings/python/rollup.i \
	bindings/python/values.i
python_modules = \
	bindings/python/govstat/__init__.py \
	bindings/python/govstat/_errors.py
python_typing = \
	bindings/python/govstat/__init__.pyi \
	bindings/python/govstat/py.typed
python_tests = \
	bindings/python/tests/test-python.py \
	bindings/python/tests/test-stubs.py \
	bindings/python/tests/test-zero.py
EXTRA_DIST += $(python_interface) $(python_modules) $(python_typing) $(python_tests)

if HAVE_PYTHON

# One package in one place: modules and compiled part are installed together, as lib and lib64 may
# differ.
govstatpyexecdir = $(pyexecdir)/govstat
nodist_govstatpyexec_PYTHON = $(python_modules) bindings/python/govstat/_wrap.py
nodist_govstatpyexec_DATA = $(python_typing)
govstatpyexec_LTLIBRARIES = bindings/python/_govstat.la

nodist_bindings_python__govstat_la_SOURCES = bindings/python/govstat-wrap.c
bindings_python__govstat_la_CPPFLAGS = -I$(top_srcdir)/include $(PYTHON_CPPFLAGS)
# SWIG's code is not ours to mend; the hand-written parts still get the other warnings.
bindings_python__govstat_la_CFLAGS = $(AM_CFLAGS) \
	-Wno-cast-qual -Wno-missing-prototypes -Wno-unused-parameter
bindings_python__govstat_la_LDFLAGS = $(AM_LDFLAGS) -module -avoid-version \
	-shrext $(PYTHON_EXT_SUFFIX)
bindings_python__govstat_la_LIBADD = libgovstat.la $(GLIB_LIBS)

# -w321: Form.type() is a method and hides no built-in.
bindings/python/govstat-wrap.c: $(python_interface)
	$(AM_V_GEN)$(MKDIR_P) bindings/python/govstat && $(SWIG) -python -threads -doxygen \
		-interface _govstat -w321 -I$(srcdir)/bindings/python -outdir bindings/python/govstat \
		-o $@ $(srcdir)/bindings/python/govstat.i
bindings/python/govstat/_wrap.py: bindings/python/govstat-wrap.c
	@test -f $@ || { rm -f $< && $(MAKE) $(AM_MAKEFLAGS) $<; }
	@touch $@

# libtool lets the module find the library in the build tree, and links it anew on installation.
noinst_DATA = bindings/python/package.stamp
bindings/python/package.stamp: bindings/python/_govstat.la bindings/python/govstat/_wrap.py \
		$(python_modules) $(python_typing)
	$(AM_V_GEN)cp -f bindings/python/.libs/_govstat$(PYTHON_EXT_SUFFIX) bindings/python/govstat/
	@test '$(srcdir)' = . || for file in $(python_modules) $(python_typing); do \
		cp -f "$(srcdir)/$$file" bindings/python/govstat/ || exit 1; done
	@touch $@

CLEANFILES += \
	bindings/python/govstat-wrap.c \
	bindings/python/package.stamp \
	bindings/python/govstat/_wrap.py \
	bindings/python/govstat/_govstat$(PYTHON_EXT_SUFFIX) \
	bindings/python/govstat/__pycache__/*.pyc \
	`test '$(srcdir)' = . || echo $(python_modules) $(python_typing)`

# Python needs no libtool archive.
install-exec-hook:
	rm -f '$(DESTDIR)$(govstatpyexecdir)/_govstat.la'
uninstall-hook:
	rm -f '$(DESTDIR)$(govstatpyexecdir)/_govstat$(PYTHON_EXT_SUFFIX)'

PY_LOG_COMPILER = env PYTHONDONTWRITEBYTECODE=1 PYTHONPATH='$(abs_top_builddir)/bindings/python' \
	$(python_preload) $(PYTHON)
if SANITIZE
# The interpreter itself is not instrumented: the runtime must come first, and its own leaks are not
# ours.
python_runtimes = libclang_rt.asan-$(host_cpu).so libasan.so
python_preload = ASAN_OPTIONS=detect_leaks=0 LD_PRELOAD="`for name in $(python_runtimes); do \
	$(CC) -print-file-name=$$name; done | grep / | head -n 1`"
endif
TESTS += $(python_tests)

endif

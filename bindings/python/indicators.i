/* SPDX-License-Identifier: MIT */
/* Indicators of reports and groups as dicts, and datasets of several editions. What an indicator is called and rests
 * on crosses the border once for each; rates come as whole columns. */

%{
static PyObject *break_item(const GovConcordance *concordance, size_t cell)
{
    return Py_BuildValue("(ssss)", gov_form_get_code(gov_concordance_get_to(concordance), cell),
                         gov_comparability_get_name(gov_concordance_get_comparability(concordance, cell)),
                         gov_concordance_get_caveat(concordance, cell, GOV_LANGUAGE_ZH),
                         gov_concordance_get_caveat(concordance, cell, GOV_LANGUAGE_EN));
}

static PyObject *list_breaks(const GovConcordance *concordance)
{
    PyObject *list = PyList_New(0);
    for (size_t cell = 0; list && cell < gov_form_n_cells(gov_concordance_get_to(concordance)); cell++) {
        if (gov_concordance_get_comparability(concordance, cell) == GOV_COMPARABILITY_EXACT)
            continue;
        PyObject *item = break_item(concordance, cell);
        if (!item || PyList_Append(list, item) < 0)
            Py_CLEAR(list);
        Py_XDECREF(item);
    }
    return list;
}

/* Codes of the cells an indicator rests on, of the year itself or of the year before. */
static PyObject *list_terms(const GovForm *form, const GovIndicator *indicator, bool prior)
{
    PyObject *list = PyList_New(0);
    for (size_t cell = 0; list && cell < gov_form_n_cells(form); cell++) {
        if (!gov_indicator_uses_cell(indicator, cell, prior))
            continue;
        PyObject *code = PyUnicode_FromString(gov_form_get_code(form, cell));
        if (!code || PyList_Append(list, code) < 0)
            Py_CLEAR(list);
        Py_XDECREF(code);
    }
    return list;
}
%}

%extend GovDataset {
    PyObject *_indicator(const char *id) {
        const GovForm *form = gov_dataset_get_form($self);
        const GovIndicator *indicator = gov_form_find_indicator(form, id);
        if (!indicator)
            return PyErr_Format(PyExc_KeyError, "%s has no indicator %s", gov_form_get_id(form), id);
        return Py_BuildValue("(sssssNN)", gov_indicator_get_label(indicator, GOV_LANGUAGE_ZH),
                             gov_indicator_get_label(indicator, GOV_LANGUAGE_EN),
                             gov_indicator_kind_get_name(gov_indicator_get_kind(indicator)),
                             gov_indicator_get_base(indicator, GOV_LANGUAGE_ZH),
                             gov_indicator_get_base(indicator, GOV_LANGUAGE_EN), list_terms(form, indicator, false),
                             list_terms(form, indicator, true));
    }
    /* Of an edition that rows were filed in; none where there is no such built-in form. */
    PyObject *_breaks(const char *id) {
        g_autoptr(GovForm) from = gov_form_builtin(id, NULL);
        g_autoptr(GovConcordance) concordance =
            from ? gov_concordance_builtin(from, gov_dataset_get_form($self), NULL) : NULL;
        return concordance ? list_breaks(concordance) : PyList_New(0);
    }
    %pythoncode %{
    def breaks(self):
        """The cells that are not the same in the form of the dataset and in one that rows were filed in.

        A list of dicts: form, reports, first_year and last_year of that edition, code, comparability (`sum`,
        `approximate`, or `none`, a break in the series), caveat and caveat_en.
        """
        found = []
        forms, years = [(each or "").split() for each in self.keys("form")], self.keys("year")
        for form in dict.fromkeys(form for each in forms for form in each):  # a sum may have several
            own = [year for each, year in zip(forms, years) if form in each]
            known = [year for year in own if year is not None]
            head = {"form": form, "reports": len(own), "first_year": min(known, default=None),
                    "last_year": max(known, default=None)}
            names = ("code", "comparability", "caveat", "caveat_en")
            found.extend({**head, **dict(zip(names, each))} for each in self._breaks(form))
        return found
    %}
}

%pythoncode %{
_COMPARABILITY = ("exact", "sum", "approximate", "none")


def harmonise(reports, form=None):
    """Reports of any editions as one Dataset, in their order.

    reports -- an iterable of Report, or a Dataset
    form -- the form, or its id; None: the newest edition among the reports

    A figure is the sum of the cells it is made of, if all of them have one; what the form cannot have from an
    edition is absent, never 0. Dataset.comparability(code) tells how far each row is the same, Dataset.breaks()
    what is not.
    """
    if isinstance(reports, Dataset):
        return reports if form is None else reports.harmonise(form)
    reports = list(reports)
    if form is None and reports:
        form = max((report.form for report in reports), key=lambda each: each.years[0] or 0)
    return Dataset.from_reports(reports, form)


def indicators(reports, by=None, zero=False):
    """The indicators (指标) of reports, or of groups of them: a list of dicts.

    reports -- a Report, an iterable of Report of any editions (see harmonise()), or a Dataset
    by -- names of keys, such as ["year"]: then one dict for each group and indicator
    zero -- count blanks and marks as zero, which `zeroed` then says

    Each has indicator, label, label_en, kind (share, rate, ratio or growth), base and base_en, numerator, denominator
    and status; a base of zero is `not_applicable`, a figure that is lacking `not_computable`, and both have no rate.
    A rate is a plain quotient; low and high are the 95 % interval of a share. comparability is that of the least
    comparable cell it rests on.

    Of a report: source, agency, unit, year, and rate. Of a group: its keys; pooled_rate, the sums of the reports whose
    figures are known, divided; mean_of_rates, each report counting once; and how many reports have a rate (rates),
    a base of zero (not_applicable), or lack a figure (not_computable).
    """
    dataset = harmonise([reports] if isinstance(reports, Report) else reports)
    known = [_make_about(dataset, id, zero) for id in dataset.indicators]
    if by is None:
        names = ("source", "agency", "unit", "year")
        bodies = [dict(zip(names, body)) for body in zip(*map(dataset.keys, names))]
        return [{**body, **_describe_row(about, row)} for row, body in enumerate(bodies) for about in known]
    by = [by] if isinstance(by, str) else list(by)
    groups = {}
    for row, key in enumerate(zip(*map(dataset.keys, by)) if by else [()] * len(dataset)):
        groups.setdefault(key, []).append(row)
    order = sorted(groups, key=lambda key: [("",) if each is None else ("known", each) for each in key])
    return [{**dict(zip(by, key)), **_describe_group(about, groups[key])} for key in order for about in known]


_About = collections.namedtuple("_About", "head rates comparability")


def _make_about(dataset, id, zero):
    *texts, own, prior = dataset._indicator(id)
    head = {"indicator": id, **dict(zip(("label", "label_en", "kind", "base", "base_en"), texts))}
    return _About(head, dataset.rates(id, zero), _compare_rows(dataset, own, prior))


def _compare_rows(dataset, own, prior):
    """The least comparability of the cells in each row, and of those in the row of the year before."""
    least = [max(each, default=0) for each in _transpose(dataset, own)]
    if not prior:
        return [_COMPARABILITY[each] for each in least]
    before = [max(each, default=0) for each in _transpose(dataset, prior)]
    bodies = list(zip((unit or agency for unit, agency in zip(dataset.keys("unit"), dataset.keys("agency"))),
                      dataset.keys("year")))
    rows = {body: row for row, body in enumerate(bodies)}
    found = [rows.get((body, year - 1)) if body and year else None for body, year in bodies]
    return [_COMPARABILITY[each if row is None else max(each, before[row])] for each, row in zip(least, found)]


def _transpose(dataset, codes):
    columns = [[_COMPARABILITY.index(each) for each in dataset.comparability(code)] for code in codes]
    return zip(*columns) if columns else ((),) * len(dataset)


def _describe_row(about, row):
    rate = about.rates[row]
    return {**about.head, **_describe_rate(rate, about, "rate"), "zeroed": rate.zeroed,
            "comparability": about.comparability[row]}


def _describe_group(about, rows):
    pooled = pool([about.rates[row] for row in rows])
    least = max((_COMPARABILITY.index(about.comparability[row]) for row in rows), default=0)
    return {**about.head, **_describe_rate(pooled.pooled, about, "pooled_rate"), "mean_of_rates": pooled.mean,
            "rates": pooled.known, "not_applicable": pooled.not_applicable, "not_computable": pooled.not_computable,
            "zeroed": pooled.pooled.zeroed, "comparability": _COMPARABILITY[least]}


def _describe_rate(rate, about, name):
    ends = rate.wilson() if about.head["kind"] == "share" else None
    return {"numerator": rate.numerator, "denominator": rate.denominator, "status": rate.status, name: rate.value,
            "low": ends and ends[0], "high": ends and ends[1]}
%}

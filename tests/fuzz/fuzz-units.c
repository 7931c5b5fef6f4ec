/* SPDX-License-Identifier: MIT */
/* The register of units. Whatever is accepted keeps its promises: in every year a code leads to one line at
 * most, parents lead to a top, names find the line they stand in; whatever is refused has a place. */
#include <govstat/govstat.h>

#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_way_up(const GovUnits *units, size_t line, int year)
{
    int at = (int)line;

    for (size_t steps = 0; at >= 0; steps++) {
        g_assert(steps < gov_units_n(units));
        g_assert(gov_units_is_valid(units, (size_t)at, year));
        GovBody body = gov_units_get(units, (size_t)at);
        int parent = gov_units_get_parent(units, (size_t)at, year);
        g_assert((parent >= 0) == (body.parent != NULL));
        at = parent;
    }
}

static void check_line(const GovUnits *units, size_t line)
{
    GovBody body = gov_units_get(units, line);
    int years[] = {body.valid_from != 0 ? body.valid_from : 1, body.valid_to != 0 ? body.valid_to : 3000};
    size_t found[GOV_UNITS_MAX_MATCHES];

    for (size_t i = 0; i < G_N_ELEMENTS(years); i++) {
        g_assert(gov_units_find_code(units, body.code, years[i]) == (int)line);
        check_way_up(units, line, years[i]);
    }
    g_autofree char *normal = gov_label_normalise(body.name, strlen(body.name));
    size_t n = gov_units_find_name(units, body.name, years[0], found, G_N_ELEMENTS(found));
    g_assert((n > 0) == (*normal != '\0'));
    bool own = n == 0 || n == GOV_UNITS_MAX_MATCHES;
    for (size_t i = 0; i < n && !own; i++)
        own = strcmp(gov_units_get(units, found[i]).code, body.code) == 0;
    g_assert(own);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(GovUnits) units = gov_units_from_data((const char *)data, size, "units", &error);

    g_assert((units == NULL) == (error != NULL));
    if (units == NULL) {
        g_assert(g_str_has_prefix(error->message, "units:") || error->code == GOV_ERROR_LIMIT);
        return 0;
    }
    for (size_t i = 0; i < MIN(gov_units_n(units), 100); i++)
        check_line(units, i);
    for (size_t i = 0; i < gov_units_n_warnings(units); i++)
        g_assert(g_utf8_validate(gov_units_get_warning(units, i), -1, NULL));
    return 0;
}

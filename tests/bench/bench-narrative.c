/* SPDX-License-Identifier: MIT */
/* Time to find and judge the figures in the text of reports, per report and per byte of text.
 *   bench-narrative REPORT… */
#include <govstat/govstat.h>

#include <string.h>

#define ROUNDS 5
#define REPEATS 200

static size_t text_length(const GovReport *report)
{
    size_t len = 0;

    for (unsigned section = 1; section <= GOV_N_SECTIONS; section++) {
        const char *text = gov_report_get_section(report, section);
        len += text != NULL ? strlen(text) : 0;
    }
    return len;
}

static double measure(const GovReport *report, size_t *n_claims)
{
    double best = G_MAXDOUBLE;

    for (int round = 0; round < ROUNDS; round++) {
        gint64 start = g_get_monotonic_time();
        for (int i = 0; i < REPEATS; i++) {
            g_autoptr(GovNarrative) narrative = gov_narrative_new(report, NULL);
            *n_claims = gov_narrative_n_claims(narrative);
        }
        best = MIN(best, (double)(g_get_monotonic_time() - start) / REPEATS);
    }
    return best;
}

int main(int argc, char **argv)
{
    for (int i = 1; i < argc; i++) {
        g_autoptr(GError) error = NULL;
        g_autoptr(GPtrArray) reports = gov_read_file(argv[i], NULL, &error);
        if (reports == NULL) {
            g_printerr("%s\n", error->message);
            return 1;
        }
        const GovReport *report = g_ptr_array_index(reports, 0);
        size_t n_claims = 0, len = text_length(report);
        double time = measure(report, &n_claims);
        g_print("narrative %-40s %6zu bytes %3zu claims %7.1f us/report %5.1f MB/s\n", argv[i], len, n_claims, time,
                (double)len / time);
    }
    return 0;
}

/* SPDX-License-Identifier: MIT */
/* Broken rows × identities of the form → figures.
 *
 * A row that was read without doubt is told to the decoder as it stands; of a broken one, its digits.
 * A cell in which all readings agree is reported, with the reading in a note; where they do not, the
 * cell is uncertain; where none keeps the sums, it stays unreadable. */
#include "read/match-private.h"

#include <string.h>

#include "read/decode-private.h"

typedef struct {
    const GovMatch *match;
    uint32_t first; /* blocks [first, end) */
    uint32_t end;
    size_t table;
    size_t n_rows;
    size_t n_columns;
    GovSettled *settled;
    const uint8_t *confirmed;
    GovHit *decoded;
    GovReport *report;
    const GovBroken **broken; /* by row: what is believed to be it */
    bool *printed_twice;      /* by row: in two ways */
    const GovBroken *run;     /* all rows in one */
} Decoding;

static size_t count_digits(const char *digits)
{
    size_t n = 0;

    for (; *digits != '\0' && *digits != '|'; digits++)
        n += *digits != ' ';
    return n;
}

/* Keeps one of two readings of a row. A few digits under its label may be prose. */
static void offer(Decoding *d, const GovBroken *broken)
{
    const GovBroken **kept = &d->broken[broken->row];

    if (*kept == NULL || (*kept)->soft > broken->soft) {
        *kept = broken;
    } else if ((*kept)->soft == broken->soft && strcmp((*kept)->digits, broken->digits) != 0) {
        bool old = count_digits((*kept)->digits) >= d->n_columns;
        bool new = count_digits(broken->digits) >= d->n_columns;
        d->printed_twice[broken->row] |= old && new;
        *kept = new ? broken : *kept;
    }
}

/* Whether some row of the table is broken. */
static bool collect(Decoding *d)
{
    bool any = false;

    for (guint i = 0; i < d->match->broken->len; i++) {
        const GovBroken *broken = &g_array_index(d->match->broken, GovBroken, i);
        if (broken->table != d->table || broken->block < d->first || broken->block >= d->end)
            continue;
        if (broken->row == GOV_BROKEN_ALL_ROWS) {
            d->printed_twice[0] |= d->run != NULL && strcmp(d->run->digits, broken->digits) != 0;
            d->run = broken;
        } else {
            offer(d, broken);
        }
        any = true;
    }
    return any;
}

/* Gives the decoder what is known of one row; FALSE if that is not all of it. */
static bool tell_known(const Decoding *d, GovDecoder *decoder, size_t row)
{
    int64_t values[GOV_DECODE_MAX_COLUMNS] = {0};

    for (size_t column = 0; column < d->n_columns; column++) {
        int cell = gov_form_get_cell(d->match->form, d->table, row, column);
        if (cell < 0 || !gov__settled_is_figure(&d->settled[cell]) ||
            (d->settled[cell].hit->doubt != DOUBT_NONE && !d->confirmed[cell]))
            return false;
        values[column] = d->settled[cell].hit->figure.value;
    }
    gov__decoder_set_known(decoder, row, values);
    return true;
}

static void tell_broken(const Decoding *d, GovDecoder *decoder, size_t row)
{
    const GovBroken *broken = d->broken[row];
    g_auto(GStrv) ways = g_strsplit(broken->digits, "|", -1);

    for (size_t i = 0; ways[i] != NULL; i++) {
        g_auto(GStrv) pieces = g_strsplit(ways[i], " ", -1);
        gov__decoder_add_digits(decoder, row, (const char *const *)pieces, g_strv_length(pieces),
                                broken->soft ? GOV_BORDERS_SOFT : GOV_BORDERS_HARD);
    }
    if (d->printed_twice[row])
        gov__decoder_give_up(decoder, row);
    /* Too few digits: zeros are left blank, here or anywhere. */
    if (broken->soft && count_digits(broken->digits) < d->n_columns)
        gov__decoder_distrust(decoder);
}

/* The figures of a row as far as they are known, for the note. */
static char *spell(const GovDecodedRow *row, size_t n_columns)
{
    g_autoptr(GString) text = g_string_new(NULL);

    for (size_t column = 0; column < n_columns; column++)
        if (row->state[column] == GOV_DECODED_SEVERAL)
            g_string_append_printf(text, "%s?", column > 0 ? " " : "");
        else
            g_string_append_printf(text, "%s%" G_GINT64_FORMAT, column > 0 ? " " : "", row->values[column]);
    return g_string_free(g_steal_pointer(&text), FALSE);
}

static void note_cell(const Decoding *d, int cell, GovDecoded state, const char *digits, const char *reading)
{
    static const struct {
        const char *code;
        const char *reason;
    } notes[] = {
        [GOV_DECODED_ONE] = {"figure.decoded", "no other reading keeps the sums of the form"},
        [GOV_DECODED_SEVERAL] = {"figure.several", "the sums of the form allow several readings"},
        [GOV_DECODED_ALONE] = {"figure.unbalanced", "no other reading keeps the sum of the row, but the "
                                                    "sums of the columns do not bear it out"},
    };
    g_autofree char *message = g_strdup_printf("The borders of the cells are lost in \"%s\", read as %s: %s",
                                               digits, reading, notes[state].reason);
    gov_report_add_note(d->report, notes[state].code, cell, message);
}

/* Puts what is known in the place of the cells of a row. */
static void take_row(Decoding *d, size_t form_row, const GovDecodedRow *row, const GovBroken *broken)
{
    int year = gov_report_get_year(d->report);
    g_autofree char *reading = spell(row, d->n_columns);
    g_autofree char *digits = g_strndup(broken->digits, strcspn(broken->digits, "|"));

    for (size_t column = 0; column < d->n_columns; column++) {
        int cell = gov_form_get_cell(d->match->form, d->table, form_row, column);
        if (cell < 0 || row->state[column] == GOV_DECODED_NONE || d->settled[cell].hit == NULL ||
            d->settled[cell].conflict)
            continue;
        if (d->settled[cell].hit->year != 0 && d->settled[cell].hit->year != year)
            continue;
        GovHit *hit = &d->decoded[cell];
        *hit = *d->settled[cell].hit;
        hit->figure = (GovFigure){row->values[column], GOV_STATUS_REPORTED, GOV_UNIT_NONE, 0};
        if (row->state[column] == GOV_DECODED_SEVERAL)
            hit->figure = (GovFigure){0, GOV_STATUS_UNCERTAIN, GOV_UNIT_NONE, 0};
        hit->evidence = GOV_EVIDENCE_INFERRED;
        hit->doubt = row->state[column] == GOV_DECODED_ALONE ? DOUBT_STANDING : DOUBT_NONE;
        hit->note = NULL;
        d->settled[cell].hit = hit;
        note_cell(d, cell, row->state[column], digits, reading);
    }
}

static void decode_rows(Decoding *d)
{
    g_autoptr(GovDecoder) decoder = gov__decoder_new(d->match->form, d->table);

    for (size_t row = 0; row < d->n_rows; row++) {
        if (tell_known(d, decoder, row))
            d->broken[row] = NULL;
        else if (d->broken[row] != NULL)
            tell_broken(d, decoder, row);
    }
    gov__decoder_solve(decoder);
    for (size_t row = 0; row < d->n_rows; row++) {
        GovDecodedRow result = {{0}, {0}};
        if (d->broken[row] == NULL)
            continue;
        for (size_t column = 0; column < d->n_columns; column++)
            result.state[column] = gov__decoder_get_cell(decoder, row, column, &result.values[column]);
        take_row(d, row, &result, d->broken[row]);
    }
}

/* As many pieces as cells are the figures, if their sums hold. */
static bool take_pieces(const Decoding *d, const char *way, GovDecodedRow *rows)
{
    g_auto(GStrv) pieces = g_strsplit(way, " ", -1);
    int64_t coefficients[GOV_DECODE_MAX_COLUMNS];

    if (g_strv_length(pieces) != d->n_rows * d->n_columns)
        return false;
    for (size_t row = 0; row < d->n_rows; row++) {
        int64_t sum = 0;
        if (!gov__decode_row_identity(d->match->form, d->table, row, coefficients))
            return false;
        for (size_t column = 0; column < d->n_columns; column++) {
            const char *piece = pieces[row * d->n_columns + column];
            if (!gov__decode_figure(piece, strlen(piece), &rows[row].values[column]))
                return false;
            rows[row].state[column] = GOV_DECODED_ONE;
            sum += coefficients[column] * rows[row].values[column];
        }
        if (sum != 0)
            return false;
    }
    return true;
}

static void decode_run(Decoding *d)
{
    g_auto(GStrv) ways = g_strsplit(d->run->digits, "|", -1);
    g_autofree GovDecodedRow *rows = g_new0(GovDecodedRow, d->n_rows);

    if (d->printed_twice[0])
        return;
    bool taken = g_strv_length(ways) == 1 && take_pieces(d, ways[0], rows);
    for (size_t i = 0; ways[i] != NULL; i++) {
        g_auto(GStrv) pieces = g_strsplit(ways[i], " ", -1);
        g_free(ways[i]);
        ways[i] = g_strjoinv("", pieces);
    }
    if (!taken)
        gov__decode_run(d->match->form, d->table, (const char *const *)ways, g_strv_length(ways), rows);
    for (size_t row = 0; row < d->n_rows; row++) {
        for (size_t column = 0; column < d->n_columns && d->match->blanks; column++)
            if (rows[row].state[column] == GOV_DECODED_ONE)
                rows[row].state[column] = GOV_DECODED_SEVERAL;
        take_row(d, row, &rows[row], d->run);
    }
}

void gov__match_decode(const GovMatch *match, uint32_t first, uint32_t end, GovSettled *settled,
                       const uint8_t *confirmed, GovHit *decoded, GovReport *report)
{
    for (size_t table = 0; table < gov_form_n_tables(match->form) && match->broken->len > 0; table++) {
        size_t n_rows = gov_form_n_rows(match->form, table);
        g_autofree const GovBroken **broken = g_new0(const GovBroken *, n_rows + 1);
        g_autofree bool *twice = g_new0(bool, n_rows + 1);
        Decoding d = {match,     first,   end,    table,  n_rows, gov_form_n_columns(match->form, table), settled,
                      confirmed, decoded, report, broken, twice,  NULL};

        if (d.n_columns > GOV_DECODE_MAX_COLUMNS || !collect(&d))
            continue;
        decode_rows(&d);
        if (d.run != NULL)
            decode_run(&d);
    }
}

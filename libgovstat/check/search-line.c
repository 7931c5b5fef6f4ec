/* SPDX-License-Identifier: MIT */
/* The search along lines: the cells of a row, a column or both are taken as unknown, and peeled.
 *
 * One cause may have put off a whole line: totals left at zero, figures one column on. A line with as
 * many changes as a class has failed identities is a smallest set as well. */
#include "check/search-private.h"

#include <string.h>

#define MAX_SHAPE_WORK (1 << 22)

/* A set of cells and what is still unknown of it. */
typedef struct {
    bool *open;         /* by cell */
    unsigned *n_open;   /* by identity */
    GArray *changes;    /* GovChange, those that were applied */
} Peel;

static void open_cell(const GovSearch *search, Peel *peel, int cell)
{
    const GovLattice *lattice = search->lattice;

    if (cell < 0 || peel->open[cell])
        return;
    for (uint32_t k = lattice->identity_starts[cell]; k < lattice->identity_starts[cell + 1]; k++)
        peel->n_open[lattice->identities[k].other]++;
    peel->open[cell] = true;
}

static void close_cell(const GovSearch *search, Peel *peel, uint32_t cell)
{
    const GovLattice *lattice = search->lattice;

    for (uint32_t k = lattice->identity_starts[cell]; k < lattice->identity_starts[cell + 1]; k++)
        peel->n_open[lattice->identities[k].other]--;
    peel->open[cell] = false;
}

/* Lets the one open cell of an identity mend it. */
static bool close_last(GovSearch *search, Peel *peel, uint32_t identity)
{
    const GovLattice *lattice = search->lattice;
    uint32_t k = lattice->cell_starts[identity];

    while (!peel->open[lattice->cells[k].other])
        k++;
    uint32_t cell = lattice->cells[k].other;
    int64_t change = gov__search_find_change(lattice, identity, &lattice->cells[k]);
    close_cell(search, peel, cell);
    if (change == 0)
        return lattice->residuals[identity] == 0;
    GovChange applied = {cell, change, NULL};
    if (!gov__search_change(search, cell, change))
        return false;
    g_array_append_val(peel->changes, applied);
    return true;
}

/* Peels the open cells as far as it goes, restores the residuals, and keeps what mended all. */
static void peel_all(GovSearch *search, Peel *peel)
{
    bool possible = true;

    for (bool again = true; again && possible;) {
        again = false;
        for (size_t i = 0; i < search->n_members && possible; i++) {
            if (peel->n_open[search->members[i]] != 1)
                continue;
            possible = close_last(search, peel, search->members[i]);
            again = true;
        }
    }
    bool mended = search->n_failed == 0;
    for (guint i = peel->changes->len; i-- > 0;) {
        const GovChange *change = &g_array_index(peel->changes, GovChange, i);
        gov__search_change(search, change->cell, -change->change);
    }
    if (mended)
        gov__search_keep(search, (GovChange *)(void *)peel->changes->data, peel->changes->len);
}

/* Tries a row, a column or both; SIZE_MAX leaves one out. */
static void try_lines(GovSearch *search, Peel *peel, size_t table, size_t row, size_t column)
{
    const GovForm *form = search->lattice->form;

    memset(peel->open, 0, search->lattice->n_cells * sizeof *peel->open);
    memset(peel->n_open, 0, search->lattice->n_identities * sizeof *peel->n_open);
    g_array_set_size(peel->changes, 0);
    for (size_t c = 0; row != SIZE_MAX && c < gov_form_n_columns(form, table); c++)
        open_cell(search, peel, gov_form_get_cell(form, table, row, c));
    for (size_t r = 0; column != SIZE_MAX && r < gov_form_n_rows(form, table); r++)
        open_cell(search, peel, gov_form_get_cell(form, table, r, column));
    peel_all(search, peel);
}

static void try_single_lines(GovSearch *search, Peel *peel, size_t table)
{
    const GovForm *form = search->lattice->form;

    for (size_t row = 0; row < gov_form_n_rows(form, table); row++)
        try_lines(search, peel, table, row, SIZE_MAX);
    for (size_t column = 0; column < gov_form_n_columns(form, table); column++)
        try_lines(search, peel, table, SIZE_MAX, column);
}

static void try_crosses(GovSearch *search, Peel *peel, size_t table)
{
    const GovForm *form = search->lattice->form;

    for (size_t row = 0; row < gov_form_n_rows(form, table); row++)
        for (size_t column = 0; column < gov_form_n_columns(form, table); column++)
            try_lines(search, peel, table, row, column);
}

typedef void (*TryShape)(GovSearch *search, Peel *peel, size_t table);

static bool search_shape(GovSearch *search, TryShape try_shape, size_t n_shapes, size_t table)
{
    GovLattice *lattice = search->lattice;
    g_autofree bool *open = NULL;
    g_autofree unsigned *n_open = NULL;
    g_autoptr(GArray) changes = NULL;

    if (n_shapes * (lattice->n_cells + lattice->n_identities) > MAX_SHAPE_WORK)
        return false;
    open = g_new0(bool, lattice->n_cells);
    n_open = g_new0(unsigned, lattice->n_identities);
    changes = g_array_new(FALSE, FALSE, sizeof(GovChange));
    Peel peel = {open, n_open, changes};
    try_shape(search, &peel, table);
    return search->found->explanations->len > 0;
}

bool gov__search_lines(GovSearch *search, size_t table)
{
    const GovForm *form = search->lattice->form;
    size_t n = gov_form_n_rows(form, table) + gov_form_n_columns(form, table);

    return search_shape(search, try_single_lines, n, table);
}

bool gov__search_crosses(GovSearch *search, size_t table)
{
    const GovForm *form = search->lattice->form;
    size_t n = gov_form_n_rows(form, table) * gov_form_n_columns(form, table);

    return search_shape(search, try_crosses, n, table);
}

/* SPDX-License-Identifier: MIT */
/* How likely each explanation is, and why: the slips that people make with figures.
 *
 * The cost of a change is −log2 of how probable it is that the true figure was printed as it
 * stands, in sixteenths of a bit: how common the slip is, and among how many outcomes it chose
 * (five digits can lose one in five ways). A part also pays for being what the change makes of
 * it: most counts are 0, and large ones are rarer. A total pays nothing for that, since its parts
 * say what it is. Two cells may share one slip: exchanged, moved, or a total that was added up
 * from the wrong figure. */
#include "check/locate-private.h"

#include "check/slip-private.h"

#include <stdlib.h>

#define BIT 16

typedef struct {
    const char *name;
    unsigned bits; /* −log2 of its share of all slips */
    const char *zh;
    const char *en;
} Reason;

typedef enum {
    SIGN, TRANSPOSED, MISSING, DOUBLED, EXTRA, KEY, DIGIT, UNIT, ZERO, TOTAL_ZERO, LEFT_OUT, TWICE,
    ONE_MORE, ONE_LESS, COPIED, SHIFTED, FOLLOWS, EXCHANGED, WRONG_COLUMN, WRONG_ROW, MOVED, SINGLE, JOINT,
    PRIOR, CHAIN /* told by the comparison of years, never chosen here */
} ReasonId;

static const Reason REASONS[] = {
    [SIGN] = {"sign", 1, "正负号之误", "wrong sign"},
    [TRANSPOSED] = {"transposed_digits", 4, "相邻数位颠倒", "two digits exchanged"},
    [MISSING] = {"missing_digit", 3, "漏写一位数字", "a digit missing"},
    [DOUBLED] = {"doubled_digit", 4, "一位数字重复", "a digit typed twice"},
    [EXTRA] = {"extra_digit", 5, "多写一位数字", "a digit too many"},
    [KEY] = {"neighbour_key", 3, "误按相邻键", "a neighbouring key was hit"},
    [DIGIT] = {"changed_digit", 4, "一位数字有误", "one digit wrong"},
    [UNIT] = {"unit_factor", 5, "单位或数位之误", "off by a power of ten"},
    [ZERO] = {"left_at_zero", 4, "未填，留为0", "left at zero"},
    [TOTAL_ZERO] = {"total_left_at_zero", 2, "合计未填，留为0", "total left at zero"},
    [LEFT_OUT] = {"part_left_out", 3, "合计漏加一项", "total without one of its parts"},
    [TWICE] = {"part_counted_twice", 4, "合计重复加一项", "total with one part twice"},
    [ONE_MORE] = {"counted_twice", 4, "多计1件，如同一件重复计数", "one too many, such as a case counted twice"},
    [ONE_LESS] = {"not_counted", 4, "少计1件", "one too few"},
    [COPIED] = {"copied_neighbour", 4, "误抄相邻格", "copied from the next cell"},
    [SHIFTED] = {"shifted", 2, "数字错行或错列", "figures shifted by a cell"},
    [FOLLOWS] = {"total_follows", 1, "合计随误填数字而误", "total added up from the wrong figure"},
    [EXCHANGED] = {"exchanged", 4, "两格数字互换", "exchanged with another cell"},
    [WRONG_COLUMN] = {"wrong_column", 4, "填入错误的列", "in the wrong column"},
    [WRONG_ROW] = {"wrong_row", 4, "填入错误的行", "in the wrong row"},
    [MOVED] = {"moved", 6, "两格之间误移", "moved between two cells"},
    [SINGLE] = {"single_cell", 4, "仅此一处改动即可使各式成立", "the one change that mends all"},
    [JOINT] = {"joint_change", 4, "与其他格一并改动方能成立", "mends all together with the others"},
    [PRIOR] = {"prior_value", 2, "留用上年数字", "the figure of the year before left standing"},
    [CHAIN] = {"chain", 4, "改此一处即与前后两年衔接", "makes the years before and after hold together"},
};

const char *gov_suspect_get_reason_text(const char *reason, GovLanguage language)
{
    g_return_val_if_fail(reason != NULL, NULL);
    for (size_t i = 0; i < G_N_ELEMENTS(REASONS); i++)
        if (g_str_equal(REASONS[i].name, reason))
            return language == GOV_LANGUAGE_EN ? REASONS[i].en : REASONS[i].zh;
    return reason;
}

/* ---- the model ---- */

typedef struct {
    const GovLattice *lattice;
    GovChange *changes;
    guint n;
} Set;

/* What was offered so far: the likeliest reason gives its name, all of them their probability. */
typedef struct {
    unsigned lowest;
    unsigned cost; /* of all together */
    const char *name;
    bool from_zero; /* the true figure is 0 */
} Best;

/* −log2 of the sum of two probabilities. */
static unsigned add_probabilities(unsigned a, unsigned b)
{
    static const uint8_t gains[] = {16, 9, 5, 3, 1}; /* log2(1 + 2^-d) */
    unsigned less = MIN(a, b), bits = (MAX(a, b) - less) / BIT;
    unsigned gain = bits < G_N_ELEMENTS(gains) ? gains[bits] : 0;

    return less > gain ? less - gain : 0;
}

/* A figure where a 0 belongs is seldom a slip of the fingers, which had nothing to type there: it
 * came from somewhere else. */
#define FROM_ZERO (2 * BIT)

static bool comes_from_elsewhere(ReasonId id)
{
    return id == PRIOR || id == COPIED || id == SHIFTED || id == FOLLOWS;
}

static void offer(Best *best, ReasonId id, uint64_t outcomes)
{
    unsigned cost = REASONS[id].bits * BIT + gov__slip_log2(outcomes);

    if (best->from_zero && !comes_from_elsewhere(id))
        cost += FROM_ZERO;
    best->cost = best->name == NULL ? cost : add_probabilities(best->cost, cost);
    if (cost >= best->lowest)
        return;
    best->lowest = cost;
    best->name = REASONS[id].name;
}

/* −log2 of how often a count occurs: half of all are 0, the others fall off as 1/n. */
static int rarity(int64_t value)
{
    return value == 0 ? BIT : (int)(3 * BIT + gov__slip_log2(gov__slip_magnitude(value)));
}

static int64_t printed(const Set *set, const GovChange *change)
{
    return set->lattice->values[change->cell];
}

static int64_t suggested(const Set *set, const GovChange *change)
{
    return printed(set, change) + change->change;
}

static int added_rarity(const Set *set, const GovChange *change)
{
    return set->lattice->totals[change->cell]
               ? 0
               : rarity(suggested(set, change)) - rarity(printed(set, change));
}

static void offer_digits(Best *best, int64_t right, int64_t wrong)
{
    unsigned n = gov__slip_n_digits(right);

    if (wrong < 0 && right == -wrong)
        offer(best, SIGN, 1);
    if (right < 0 || wrong < 0)
        return;
    unsigned slips = gov__slip_find(right, wrong);
    if (slips & GOV_SLIP_TRANSPOSED)
        offer(best, TRANSPOSED, n - 1);
    if (slips & GOV_SLIP_MISSING)
        offer(best, MISSING, n);
    if (slips & GOV_SLIP_DOUBLED)
        offer(best, DOUBLED, n);
    if (slips & GOV_SLIP_EXTRA)
        offer(best, EXTRA, 10 * ((uint64_t)n + 1));
    if (slips & GOV_SLIP_KEY)
        offer(best, KEY, 3 * (uint64_t)n);
    if (slips & GOV_SLIP_DIGIT)
        offer(best, DIGIT, 9 * (uint64_t)n);
    if (slips & GOV_SLIP_UNIT)
        offer(best, UNIT, 4);
}

/* The value of a cell once the set is applied. */
static int64_t true_value(const Set *set, uint32_t cell, bool *changed)
{
    for (guint i = 0; i < set->n; i++)
        if (set->changes[i].cell == cell) {
            *changed = true;
            return suggested(set, &set->changes[i]);
        }
    *changed = false;
    return set->lattice->values[cell];
}

/* A cell beside another, or −1. */
static int get_neighbour(const GovForm *form, uint32_t cell, unsigned direction)
{
    static const struct { int row, column; } steps[] = {{0, -1}, {0, 1}, {-1, 0}, {1, 0}};
    size_t table = gov_form_get_cell_table(form, cell);
    size_t row = gov_form_get_cell_row(form, cell) + (size_t)steps[direction].row;
    size_t column = gov_form_get_cell_column(form, cell) + (size_t)steps[direction].column;

    if (row >= gov_form_n_rows(form, table) || column >= gov_form_n_columns(form, table))
        return -1;
    return gov_form_get_cell(form, table, row, column);
}

static void offer_neighbours(Best *best, const Set *set, const GovChange *change)
{
    int64_t wrong = printed(set, change);

    for (unsigned direction = 0; direction < 4 && wrong != 0; direction++) {
        bool changed = false;
        int cell = get_neighbour(set->lattice->form, change->cell, direction);
        if (cell < 0 || gov_report_get_status(set->lattice->report, (size_t)cell) != GOV_STATUS_REPORTED)
            continue;
        if (true_value(set, (uint32_t)cell, &changed) == wrong)
            offer(best, changed ? SHIFTED : COPIED, 4);
    }
}

/* Small figures are often the same in two years. */
#define MIN_TELLING 2

static void offer_prior(Best *best, const Set *set, const GovChange *change)
{
    const GovLattice *lattice = set->lattice;
    int64_t wrong = printed(set, change);
    int cell = lattice->prior_cells != NULL ? lattice->prior_cells[change->cell] : (int)change->cell;

    if (lattice->prior == NULL || cell < 0 || wrong < MIN_TELLING ||
        gov_report_get_status(lattice->prior, (size_t)cell) != GOV_STATUS_REPORTED)
        return;
    if (gov_report_get_values(lattice->prior)[cell] == wrong)
        offer(best, PRIOR, 1);
}

/* What one identity says of its total: a part left out or twice, or a part of the set that the
 * total was added up from. */
static void offer_parts(Best *best, const Set *set, const GovChange *change, const GovLink *total)
{
    const GovLattice *lattice = set->lattice;
    uint64_t n_parts = 0;
    bool out = false, twice = false, follows = false;

    for (uint32_t k = lattice->cell_starts[total->other]; k < lattice->cell_starts[total->other + 1]; k++) {
        const GovLink *part = &lattice->cells[k];
        if (part->other == change->cell || part->coefficient == total->coefficient)
            continue;
        bool changed = false;
        int64_t value = true_value(set, part->other, &changed);
        n_parts += value != 0;
        out = out || value == change->change;
        twice = twice || value == -change->change;
        follows = follows || (changed && lattice->residuals[total->other] == 0);
    }
    if (follows && printed(set, change) != 0)
        offer(best, FOLLOWS, 1);
    if (out)
        offer(best, LEFT_OUT, n_parts);
    if (twice)
        offer(best, TWICE, n_parts);
}

static void offer_total(Best *best, const Set *set, const GovChange *change)
{
    const GovLattice *lattice = set->lattice;

    if (printed(set, change) == 0)
        offer(best, lattice->totals[change->cell] ? TOTAL_ZERO : ZERO, 1);
    for (uint32_t k = lattice->identity_starts[change->cell];
         lattice->totals[change->cell] && k < lattice->identity_starts[change->cell + 1]; k++) {
        const GovLink *link = &lattice->identities[k];
        const GovInstance *instance =
            g_array_index(lattice->assessed, GovAssessed, link->other).instance;
        GovLink total = {link->other, link->coefficient};
        if ((instance->n_left == 1 && instance->terms[0].cell == change->cell) ||
            (instance->n_right == 1 && instance->terms[instance->n_left].cell == change->cell))
            offer_parts(best, set, change, &total);
    }
}

/* Whatever the slip was: small differences are likelier than large ones. */
static void offer_any(Best *best, const Set *set, const GovChange *change)
{
    uint64_t size = gov__slip_magnitude(change->change);

    offer(best, set->n == 1 ? SINGLE : JOINT, 32 * MIN(size, UINT64_MAX / 32));
}

static int weigh_change(const Set *set, GovChange *change)
{
    Best best = {UINT_MAX, 0, NULL, suggested(set, change) == 0};

    offer_any(&best, set, change);
    offer_digits(&best, suggested(set, change), printed(set, change));
    if (change->change == -1)
        offer(&best, ONE_MORE, 1);
    if (change->change == 1)
        offer(&best, ONE_LESS, 1);
    offer_neighbours(&best, set, change);
    offer_prior(&best, set, change);
    offer_total(&best, set, change);
    change->reason = best.name;
    return (int)best.cost + added_rarity(set, change);
}

/* ---- two cells, one slip ---- */

typedef struct {
    int cost;
    ReasonId id;
} Pair;

static Pair weigh_pair(const Set *set, const GovChange *a, const GovChange *b)
{
    const GovForm *form = set->lattice->form;
    bool same_table = gov_form_get_cell_table(form, a->cell) == gov_form_get_cell_table(form, b->cell);
    bool row = same_table && gov_form_get_cell_row(form, a->cell) == gov_form_get_cell_row(form, b->cell);
    bool column = same_table && gov_form_get_cell_column(form, a->cell) == gov_form_get_cell_column(form, b->cell);
    int rare = added_rarity(set, a) + added_rarity(set, b);
    int outcomes = (int)gov__slip_log2(6);
    Pair pair = {INT_MAX, JOINT};

    if (a->change != -b->change || !(row || column))
        return pair;
    if (printed(set, a) == suggested(set, b)) {
        size_t places = row ? gov_form_get_cell_column(form, b->cell) - gov_form_get_cell_column(form, a->cell)
                            : gov_form_get_cell_row(form, b->cell) - gov_form_get_cell_row(form, a->cell);
        bool beside = places == 1 || places == SIZE_MAX;
        bool moved = printed(set, a) == 0 || printed(set, b) == 0;
        pair.id = !moved ? EXCHANGED : row ? WRONG_COLUMN : WRONG_ROW;
        outcomes = beside ? BIT : 3 * BIT;
    } else {
        pair.id = MOVED;
        outcomes += (int)gov__slip_log2(gov__slip_magnitude(a->change));
    }
    pair.cost = (int)(REASONS[pair.id].bits * BIT) + outcomes + rare;
    return pair;
}

/* The partner with which a cell saves most, or the cell itself. */
static guint find_partner(const Set *set, const int *costs, const bool *paired, guint i, Pair *best)
{
    guint partner = i;
    int most = 0;

    for (guint k = i + 1; k < set->n; k++) {
        Pair pair = weigh_pair(set, &set->changes[i], &set->changes[k]);
        if (paired[k] || pair.cost == INT_MAX || costs[i] + costs[k] - pair.cost <= most)
            continue;
        most = costs[i] + costs[k] - pair.cost;
        partner = k;
        *best = pair;
    }
    return partner;
}

/* The cost of the whole set, once every cell shares its slip with the one that it saves with. */
static int pair_up(const Set *set, const int *costs)
{
    g_autofree bool *paired = g_new0(bool, set->n + 1);
    int sum = 0;

    for (guint i = 0; i < set->n; i++) {
        Pair pair = {costs[i], SINGLE};
        guint partner = paired[i] ? i : find_partner(set, costs, paired, i, &pair);
        sum += paired[i] ? 0 : pair.cost;
        if (partner == i)
            continue;
        paired[partner] = true;
        set->changes[i].reason = set->changes[partner].reason = REASONS[pair.id].name;
    }
    return sum;
}

/* ---- order ---- */

/* Who leaves out one total leaves out the others: only the first costs what it costs alone. */
static void discount_forgotten_totals(const Set *set, int *costs)
{
    bool seen = false;

    for (guint i = 0; i < set->n; i++) {
        if (set->changes[i].reason != REASONS[TOTAL_ZERO].name)
            continue;
        costs[i] = seen ? BIT : costs[i];
        seen = true;
    }
}

static void weigh(const GovLattice *lattice, GovExplanations *explanations, GovExplanation *explanation)
{
    Set set = {lattice, &g_array_index(explanations->changes, GovChange, explanation->first),
               explanation->n};
    g_autofree int *costs = g_new(int, set.n + 1);

    for (guint i = 0; i < set.n; i++)
        costs[i] = weigh_change(&set, &set.changes[i]);
    discount_forgotten_totals(&set, costs);
    explanation->cost = pair_up(&set, costs);
}

/* Fewest cells, then likeliest, then by position: the changes stand in order of their cells. */
static int compare(gconstpointer a, gconstpointer b, gpointer data)
{
    const GovExplanation *x = a, *y = b;
    const GArray *changes = data;

    if (x->n != y->n)
        return x->n < y->n ? -1 : 1;
    if (x->cost != y->cost)
        return x->cost < y->cost ? -1 : 1;
    for (guint i = 0; i < x->n; i++) {
        uint32_t p = g_array_index(changes, GovChange, x->first + i).cell;
        uint32_t q = g_array_index(changes, GovChange, y->first + i).cell;
        if (p != q)
            return p < q ? -1 : 1;
    }
    return 0;
}

void gov__reason_weigh(const GovLattice *lattice, GovExplanations *explanations)
{
    for (guint i = 0; i < explanations->explanations->len; i++)
        weigh(lattice, explanations, &g_array_index(explanations->explanations, GovExplanation, i));
    g_array_sort_with_data(explanations->explanations, compare, explanations->changes);
}

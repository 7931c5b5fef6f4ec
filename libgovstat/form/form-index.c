/* SPDX-License-Identifier: MIT */
/* From a label, as a document prints it, to the parts of the form it may name.
 *
 * The matcher asks for every text cell of every document, so the exact way is one hash
 * look-up on the normal form. The tolerant way is for long labels with a slip of the pen.
 * It walks the few labels of about the same length, and drops most of them by comparing
 * two 64-bit sets of characters before it measures a distance. A long label is worth
 * nothing for that if another part has one within the same distance (政务微博…/政务微信…,
 * or 不同意… beside the shorter 同意…): such labels are found out here, once per form,
 * and then only stand in the way of a match, never give one. */
#include "base/char-private.h"
#include "form/form-struct-private.h"

#include <govstat/label.h>

#include <string.h>

#define MIN_SIMILAR                                                                      \
    8 /* characters; shorter official labels are as near to each other as slips */
#define MAX_DISTANCE 2
#define MAX_SIMILAR 1024 /* labels; beyond that a form is no longer matched by likeness  \
                          */

/* The scope of a target: where else its wording may not occur. */
typedef struct {
    int group;
    GovWording wording;
} Scope;

typedef struct {
    char *key;
    char *stripped; /* without the bracket at its end, or NULL */
    GArray *targets;
    GArray *scopes; /* parallel to targets */
} Slot;

/* A label as the tolerant way sees it. */
typedef struct {
    const char *key;
    uint64_t characters;
    size_t length;
    const GovTarget *target; /* NULL: it names several parts, or is too near to another */
} Likeness;

struct _GovIndex {
    GHashTable *slots;  /* key → Slot */
    GArray *likenesses; /* by length, then key */
};

static void slot_free(gpointer data)
{
    Slot *slot = data;
    g_array_unref(slot->targets);
    g_array_unref(slot->scopes);
    g_free(slot->key);
    g_free(slot->stripped);
    g_free(slot);
}

GovIndex *gov__index_new(void)
{
    GovIndex *index = g_new0(GovIndex, 1);
    index->slots = g_hash_table_new_full(g_str_hash, g_str_equal, NULL, slot_free);
    index->likenesses = g_array_new(FALSE, FALSE, sizeof(Likeness));
    return index;
}

void gov__index_free(GovIndex *index)
{
    g_array_unref(index->likenesses);
    g_hash_table_unref(index->slots);
    g_free(index);
}

/* Takes the key. */
static Slot *ensure_slot(GovIndex *index, char *key)
{
    Slot *slot = g_hash_table_lookup(index->slots, key);
    if (slot) {
        g_free(key);
        return slot;
    }
    slot = g_new0(Slot, 1);
    slot->key = key;
    slot->targets = g_array_new(FALSE, FALSE, sizeof(GovTarget));
    slot->scopes = g_array_new(FALSE, FALSE, sizeof(Scope));
    g_hash_table_insert(index->slots, slot->key, slot);
    return slot;
}

static bool same_part(const GovTarget *a, const GovTarget *b)
{
    return a->axis == b->axis && a->table == b->table && a->index == b->index;
}

/* Whether two parts stand where one wording cannot mean both. Titles of tables share one
 * scope. */
static bool same_scope(const GovTarget *a, int a_group, const GovTarget *b, int b_group)
{
    bool same_table = a->axis == GOV_AXIS_TABLE || a->table == b->table;
    return a->axis == b->axis && same_table && a_group == b_group;
}

static GovIndexResult add_to_slot(Slot *slot, GovWording wording, const GovTarget *target,
                                  int group, GovTarget *rival)
{
    for (guint i = 0; i < slot->targets->len; i++) {
        const GovTarget *known = &g_array_index(slot->targets, GovTarget, i);
        const Scope *scope = &g_array_index(slot->scopes, Scope, i);
        bool shared =
            wording == GOV_WORDING_SHARED && scope->wording == GOV_WORDING_SHARED;
        if (same_part(known, target)) {
            return GOV_INDEX_ADDED;
        }
        if (same_scope(known, scope->group, target, group) && !shared) {
            *rival = *known;
            return GOV_INDEX_TAKEN;
        }
    }
    Scope scope = {.group = group, .wording = wording};
    g_array_append_vals(slot->targets, target, 1);
    g_array_append_val(slot->scopes, scope);
    return GOV_INDEX_ADDED;
}

GovIndexResult gov__index_add(GovIndex *index, const char *text, GovWording wording,
                              const GovTarget *target, int group, GovTarget *rival)
{
    g_autofree char *key = gov_label_normalise(text, strlen(text));
    if (!*key) {
        return GOV_INDEX_EMPTY;
    }
    g_autofree char *stripped = g_strdup(key);
    bool has_bracket = gov_label_strip_bracket(stripped) && *stripped;
    Slot *slot = ensure_slot(index, g_steal_pointer(&key));
    if (has_bracket && !slot->stripped) {
        slot->stripped = g_steal_pointer(&stripped);
    }
    GovTarget own = *target;
    own.official = wording == GOV_WORDING_OFFICIAL;
    return add_to_slot(slot, wording, &own, group, rival);
}

static int compare_slots(gconstpointer a, gconstpointer b)
{
    const Slot *const *x = a;
    const Slot *const *y = b;
    return strcmp((*x)->key, (*y)->key);
}

/* Slots in an order that does not depend on addresses. */
static GPtrArray *sort_slots(const GovIndex *index)
{
    GPtrArray *sorted = g_ptr_array_sized_new(g_hash_table_size(index->slots));
    GHashTableIter iter;
    gpointer slot = NULL;
    g_hash_table_iter_init(&iter, index->slots);
    while (g_hash_table_iter_next(&iter, NULL, &slot)) {
        g_ptr_array_add(sorted, slot);
    }
    g_ptr_array_sort(sorted, compare_slots);
    return sorted;
}

/* A label also counts without its explanation, unless another part nearby is called just
 * that. */
static void add_stripped(GovIndex *index)
{
    g_autoptr(GPtrArray) sorted = sort_slots(index);
    for (guint s = 0; s < sorted->len; s++) {
        const Slot *from = g_ptr_array_index(sorted, s);
        if (!from->stripped) {
            continue;
        }
        Slot *to = ensure_slot(index, g_strdup(from->stripped));
        for (guint i = 0; i < from->targets->len; i++) {
            GovTarget target = g_array_index(from->targets, GovTarget, i);
            GovTarget rival = {0};
            target.official = FALSE;
            add_to_slot(to, GOV_WORDING_SHARED, &target,
                        g_array_index(from->scopes, Scope, i).group, &rival);
        }
    }
}

static int count_bits(uint64_t set)
{
    return __builtin_popcountll(set);
}

static unsigned measure(const Likeness *a, const Likeness *b, unsigned limit)
{
    if (count_bits(a->characters & ~b->characters) > (int)limit ||
        count_bits(b->characters & ~a->characters) > (int)limit) {
        return limit + 1;
    }
    return gov_label_distance(a->key, b->key, limit);
}

/* Characters are folded to a set of 64: what one set has and the other lacks is at least
 * as much in the texts, so it bounds their distance from below. */
static Likeness make_likeness(const char *key)
{
    Likeness likeness = {.key = key};
    const char *end = key + strlen(key);
    gunichar c = 0;
    for (const char *p = key; p < end; likeness.length++) {
        p += gov__char_next(p, end, &c);
        uint32_t hash = (uint32_t)c * UINT32_C(2654435761);
        likeness.characters |= UINT64_C(1) << (hash >> 26);
    }
    return likeness;
}

static int compare_likenesses(gconstpointer a, gconstpointer b)
{
    const Likeness *x = a;
    const Likeness *y = b;
    if (x->length != y->length) {
        return x->length < y->length ? -1 : 1;
    }
    return strcmp(x->key, y->key);
}

/* Finds the labels that are too near to one of another part. */
static GArray *find_crowded(const GovIndex *index)
{
    guint n = index->likenesses->len;
    GArray *crowded = g_array_sized_new(FALSE, TRUE, sizeof(bool), n);
    g_array_set_size(crowded, n);
    for (guint i = 0; i < n; i++) {
        const Likeness *a = &g_array_index(index->likenesses, Likeness, i);
        for (guint j = i + 1; j < n; j++) {
            const Likeness *b = &g_array_index(index->likenesses, Likeness, j);
            if (b->length > a->length + MAX_DISTANCE) {
                break;
            }
            bool same = a->target && b->target && same_part(a->target, b->target);
            if (!same && measure(a, b, MAX_DISTANCE) <= MAX_DISTANCE) {
                g_array_index(crowded, bool, i) = true;
                g_array_index(crowded, bool, j) = true;
            }
        }
    }
    return crowded;
}

static void collect_likenesses(GovIndex *index)
{
    g_autoptr(GPtrArray) sorted = sort_slots(index);
    for (guint s = 0; s < sorted->len; s++) {
        const Slot *slot = g_ptr_array_index(sorted, s);
        Likeness likeness = make_likeness(slot->key);
        if (likeness.length + MAX_DISTANCE < MIN_SIMILAR) {
            continue;
        }
        if (slot->targets->len == 1) {
            likeness.target = &g_array_index(slot->targets, GovTarget, 0);
        }
        g_array_append_val(index->likenesses, likeness);
    }
    g_array_sort(index->likenesses, compare_likenesses);
}

void gov__index_seal(GovIndex *index)
{
    add_stripped(index);
    collect_likenesses(index);
    if (index->likenesses->len > MAX_SIMILAR) {
        g_array_set_size(index->likenesses, 0);
        return;
    }
    g_autoptr(GArray) crowded = find_crowded(index);
    for (guint i = 0; i < crowded->len; i++) {
        if (g_array_index(crowded, bool, i)) {
            g_array_index(index->likenesses, Likeness, i).target = NULL;
        }
    }
}

const GovTarget *gov__index_find(const GovIndex *index, const char *key, size_t *n)
{
    const Slot *slot = g_hash_table_lookup(index->slots, key);
    *n = slot ? slot->targets->len : 0;
    return slot ? &g_array_index(slot->targets, GovTarget, 0) : NULL;
}

/* First label that has at least `length` characters. */
static guint find_length(const GovIndex *index, size_t length)
{
    guint low = 0;
    guint high = index->likenesses->len;
    while (low < high) {
        guint middle = low + (high - low) / 2;
        if (g_array_index(index->likenesses, Likeness, middle).length < length) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}

/* Whether a text is of a length worth looking at; a paragraph is not measured to its end.
 */
static bool has_likely_length(const GovIndex *index, const char *key)
{
    guint n = index->likenesses->len;
    if (!n) {
        return false;
    }
    const size_t most =
        g_array_index(index->likenesses, Likeness, n - 1).length + MAX_DISTANCE;
    const size_t bytes = 4 * (most + 1);
    return strnlen(key, bytes) < bytes;
}

const GovTarget *gov__index_find_similar(const GovIndex *index, const char *key,
                                         size_t *distance)
{
    if (!has_likely_length(index, key)) {
        return NULL;
    }
    const Likeness wanted = make_likeness(key);
    if (wanted.length < MIN_SIMILAR) {
        return NULL;
    }
    unsigned best = MAX_DISTANCE + 1;
    const GovTarget *found = NULL;
    for (guint i = find_length(index, wanted.length - MAX_DISTANCE);
         i < index->likenesses->len; i++) {
        const Likeness *known = &g_array_index(index->likenesses, Likeness, i);
        if (known->length > wanted.length + MAX_DISTANCE) {
            break;
        }
        unsigned apart = measure(&wanted, known, MIN(best, MAX_DISTANCE));
        const GovTarget *target = known->length < MIN_SIMILAR ? NULL : known->target;
        if (apart < best) {
            best = apart;
            found = target;
        } else if (apart == best && best <= MAX_DISTANCE) {
            found = found && target && same_part(found, target) ? found : NULL;
        }
    }
    if (found && distance) {
        *distance = best;
    }
    return found;
}

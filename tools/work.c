/* SPDX-License-Identifier: MIT */
/* A ring of slots between the calling thread and the workers, with three counters that
 * only grow:
 *
 *     delivered ≤ taken ≤ added ≤ delivered + size of the ring
 *
 * The caller adds items at the one end and delivers results at the other, in order;
 * workers take what was added. A slow item holds back at most one ring of results, so
 * memory is bounded, and the order of the output does not depend on the number of
 * workers. */
#include "work.h"

#define SLOTS_PER_WORKER 4

typedef struct {
    gpointer item;
    gpointer result;
    gboolean is_done;
} Slot;

typedef struct {
    const ToolWork *work;
    gpointer data;
    GMutex lock;
    GCond added_or_ended; /* for the workers */
    GCond done;           /* for the caller */
    Slot *slots;
    gsize n_slots;
    gsize added, taken, delivered;
    gboolean ended;
} Ring;

static Slot *get_slot(Ring *ring, gsize i)
{
    return &ring->slots[i % ring->n_slots];
}

/* The next slot to work on, or NULL when there will be none. */
static Slot *take_slot(Ring *ring)
{
    g_mutex_lock(&ring->lock);
    while (ring->taken == ring->added && !ring->ended)
        g_cond_wait(&ring->added_or_ended, &ring->lock);
    Slot *slot = ring->taken < ring->added ? get_slot(ring, ring->taken++) : NULL;
    g_mutex_unlock(&ring->lock);
    return slot;
}

static gpointer run_worker(gpointer data)
{
    Ring *ring = data;
    for (Slot *slot = take_slot(ring); slot != NULL; slot = take_slot(ring)) {
        gpointer result = ring->work->work(slot->item, ring->data);
        g_mutex_lock(&ring->lock);
        slot->result = result;
        slot->is_done = TRUE;
        g_cond_signal(&ring->done);
        g_mutex_unlock(&ring->lock);
    }
    return NULL;
}

static void add_item(Ring *ring, gpointer item)
{
    g_mutex_lock(&ring->lock);
    *get_slot(ring, ring->added++) = (Slot){item, NULL, FALSE};
    g_cond_signal(&ring->added_or_ended);
    g_mutex_unlock(&ring->lock);
}

static void deliver_oldest(Ring *ring)
{
    g_mutex_lock(&ring->lock);
    Slot *slot = get_slot(ring, ring->delivered++);
    while (!slot->is_done)
        g_cond_wait(&ring->done, &ring->lock);
    gpointer result = slot->result;
    g_mutex_unlock(&ring->lock);
    ring->work->deliver(result, ring->data);
}

static void end_workers(Ring *ring, GPtrArray *threads)
{
    g_mutex_lock(&ring->lock);
    ring->ended = TRUE;
    g_cond_broadcast(&ring->added_or_ended);
    g_mutex_unlock(&ring->lock);
    for (guint i = 0; i < threads->len; i++)
        g_thread_join(g_ptr_array_index(threads, i));
}

void tool_work_run(const ToolWork *work, guint jobs, gpointer data)
{
    Ring ring = {.work = work, .data = data, .n_slots = (gsize)jobs * SLOTS_PER_WORKER};
    g_autoptr(GPtrArray) threads = g_ptr_array_new();
    ring.slots = g_new0(Slot, ring.n_slots);
    g_mutex_init(&ring.lock);
    g_cond_init(&ring.added_or_ended);
    g_cond_init(&ring.done);
    for (gpointer item = work->next(data); item != NULL; item = work->next(data)) {
        if (ring.added - ring.delivered == ring.n_slots)
            deliver_oldest(&ring);
        add_item(&ring, item);
        if (threads->len < jobs) /* one file needs one worker, not all */
            g_ptr_array_add(threads, g_thread_new("worker", run_worker, &ring));
    }
    while (ring.delivered < ring.added)
        deliver_oldest(&ring);
    end_workers(&ring, threads);
    g_cond_clear(&ring.done);
    g_cond_clear(&ring.added_or_ended);
    g_mutex_clear(&ring.lock);
    g_free(ring.slots);
}

/* SPDX-License-Identifier: MIT */
/* Parallel work whose results come back in the order of the items. */
#ifndef GOV_TOOLS_WORK_H
#define GOV_TOOLS_WORK_H

#include <glib.h>

/* `next` and `deliver` run in the calling thread, `work` in the workers. */
typedef struct {
    gpointer (*next)(gpointer data); /* the next item, NULL at the end */
    gpointer (*work)(gpointer item,
                     gpointer data); /* consumes the item, gives its result */
    void (*deliver)(gpointer result, gpointer data); /* consumes a result */
} ToolWork;

/* Runs to the last item with up to `jobs` workers. However many items there are, no more
 * than a few for each worker exist at a time. */
void tool_work_run(const ToolWork *work, guint jobs, gpointer data);

#endif

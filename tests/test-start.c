/* SPDX-License-Identifier: MIT */
/* The first moments of a process: forms are first asked for by several threads at once. Each try needs a process of
 * its own, as what was loaded stays loaded. */
#include "test.h"

#include <govstat/govstat.h>

#include <sys/wait.h>
#include <unistd.h>

#define TRIES 100

static gint waiting;

static gpointer load_form(gpointer id)
{
    g_atomic_int_add(&waiting, -1);
    while (g_atomic_int_get(&waiting) > 0) {
    }
    g_autoptr(GovForm) form = gov_form_builtin(id, NULL);
    return GINT_TO_POINTER(form != NULL);
}

static bool load_all_forms(void)
{
    GThread *threads[8];
    guint n = (guint)MIN(gov_form_n_builtin(), G_N_ELEMENTS(threads));
    bool good = true;

    g_atomic_int_set(&waiting, (gint)n);
    for (guint i = 0; i < n; i++)
        threads[i] = g_thread_new("form", load_form, (gpointer)(uintptr_t)gov_form_get_builtin_id(i));
    for (guint i = 0; i < n; i++)
        good = g_thread_join(threads[i]) != NULL && good;
    return good;
}

static void several_threads_may_be_the_first_to_ask_for_a_form(void **state)
{
    (void)state;
    for (int i = 0; i < TRIES; i++) {
        int status = -1;
        pid_t child = fork();
        assert_true(child >= 0);
        if (child == 0)
            _exit(load_all_forms() ? 0 : 1);
        assert_int_equal(waitpid(child, &status, 0), child);
        if (!WIFEXITED(status) || WEXITSTATUS(status) != 0)
            fail_msg("try %d of %d: status %d", i + 1, TRIES, status);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(several_threads_may_be_the_first_to_ask_for_a_form)};

    return cmocka_run_group_tests_name("start", tests, NULL, NULL);
}

/* SPDX-License-Identifier: MIT */
/* pdftotext as a child process. PDF is the one format whose parser is too large and too often
 * attacked to live in the host process, and the good ones are not MIT: so poppler's program runs
 * beside us, with caps on memory, processor time, files, output and time on the wall. The document
 * reaches it as an unlinked temporary file on its standard input; no shell, no name, no argument
 * comes from outside. Its messages are kept, cleaned, for our own. */
#include "config.h"

#include <govstat/error.h>

#include "read/pdf-private.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#ifndef GOV_PDFTOTEXT
#define GOV_PDFTOTEXT "pdftotext" /* looked up in PATH; configure may set a full path */
#endif

#define MAX_MEMORY ((rlim_t)1 << 30)
#define MAX_CPU_SECONDS 30
#define MAX_MESSAGE_BYTES 4096u

typedef struct {
    const GovPdfLimits *limits;
    GPid pid;
    int out;
    int err;
    GByteArray *output;
    GString *message;
    bool too_long; /* output over its cap */
    bool too_late;
} Child;

static void cap(int resource, rlim_t soft, rlim_t hard)
{
    struct rlimit limit = {soft, hard};
    (void)setrlimit(resource, &limit);
}

/* Runs in the child between fork and exec: only calls that are safe there. */
static void limit_child(gpointer data)
{
    (void)data;
    (void)setpgid(0, 0); /* what it starts itself ends with it */
    cap(RLIMIT_AS, MAX_MEMORY, MAX_MEMORY);
    cap(RLIMIT_CPU, MAX_CPU_SECONDS, MAX_CPU_SECONDS + 1);
    cap(RLIMIT_FSIZE, 0, 0);
    cap(RLIMIT_CORE, 0, 0);
}

static bool fail_io(GError **error, const char *what)
{
    int number = errno;
    g_set_error(error, GOV_ERROR, GOV_ERROR_IO, "%s: %s", what, g_strerror(number));
    return false;
}

static bool write_all(int fd, const char *data, size_t len)
{
    while (len > 0) {
        gssize n = write(fd, data, len);
        if (n < 0 && errno != EINTR)
            return false;
        if (n > 0) {
            data += n;
            len -= (size_t)n;
        }
    }
    return true;
}

/* The document as a file without a name; −1 with the error set. */
static int open_input(const char *data, size_t len, GError **error)
{
    g_autofree char *path = NULL;
    g_autoptr(GError) why = NULL;
    int fd = g_file_open_tmp("govstat-XXXXXX.pdf", &path, &why);
    if (fd < 0) {
        g_set_error(error, GOV_ERROR, GOV_ERROR_IO, "Cannot make a temporary file: %s",
                    why->message);
        return -1;
    }
    g_unlink(path);
    if (write_all(fd, data, len) && lseek(fd, 0, SEEK_SET) == 0)
        return fd;
    fail_io(error, "Cannot write a temporary file");
    close(fd);
    return -1;
}

static bool fail_spawn(const GError *why, const char *program, GError **error)
{
    if (g_error_matches(why, G_SPAWN_ERROR, G_SPAWN_ERROR_NOENT))
        g_set_error(error, GOV_ERROR, GOV_ERROR_UNSUPPORTED,
                    "PDF is read with the program %s, which is not installed; install "
                    "poppler-utils (Debian: apt-get install poppler-utils), or name the "
                    "program in GOVSTAT_PDFTOTEXT",
                    program);
    else
        g_set_error(error, GOV_ERROR, GOV_ERROR_UNSUPPORTED,
                    "PDF is read with the program %s, which cannot be run: %s", program,
                    why->message);
    return false;
}

static bool start(Child *child, int input, GError **error)
{
    const char *program = child->limits->program;
    if (program == NULL)
        program = g_getenv("GOVSTAT_PDFTOTEXT");
    if (program == NULL || *program == '\0')
        program = GOV_PDFTOTEXT;
    const char *const argv[] = {program, "-bbox", "-enc", "UTF-8", "-", "-", NULL};
    g_autoptr(GError) why = NULL;
    if (g_spawn_async_with_pipes_and_fds(
            NULL, argv, NULL, G_SPAWN_SEARCH_PATH | G_SPAWN_DO_NOT_REAP_CHILD, limit_child,
            NULL, input, -1, -1, NULL, NULL, 0, &child->pid, NULL, &child->out,
            &child->err, &why))
        return true;
    return fail_spawn(why, program, error);
}

/* Reads once; FALSE at the end of the stream. What exceeds a cap is dropped, and for the output
 * noted. */
static bool drain(Child *child, bool output)
{
    char buffer[65536];
    gssize n = read(output ? child->out : child->err, buffer, sizeof buffer);
    if (n < 0)
        return errno == EINTR || errno == EAGAIN;
    if (n == 0)
        return false;
    size_t had = output ? child->output->len : child->message->len;
    size_t room = (output ? child->limits->max_output : MAX_MESSAGE_BYTES) - had;
    size_t taken = MIN((size_t)n, room);
    if (output)
        g_byte_array_append(child->output, (const guint8 *)buffer, (guint)taken);
    else
        g_string_append_len(child->message, buffer, (gssize)taken);
    child->too_long = child->too_long || (output && taken < (size_t)n);
    return true;
}

/* Reads both streams to their ends, or until a cap is reached. */
static void listen_to(Child *child)
{
    gint64 end = g_get_monotonic_time() + child->limits->seconds * G_USEC_PER_SEC;
    bool out = true, err = true;
    while ((out || err) && !child->too_long) {
        gint64 left = end - g_get_monotonic_time();
        struct pollfd streams[2] = {{out ? child->out : -1, POLLIN, 0},
                                    {err ? child->err : -1, POLLIN, 0}};
        int n = left <= 0 ? 0 : poll(streams, 2, (int)(left / 1000) + 1);
        if (n == 0) {
            child->too_late = true;
            return;
        }
        if (n > 0 && streams[0].revents != 0)
            out = drain(child, true);
        if (n > 0 && streams[1].revents != 0)
            err = drain(child, false);
    }
}

/* Ends the child, if it has not ended, and returns its status; −1 if the host reaps children
 * itself. */
static int reap(Child *child)
{
    int status = -1;
    if (child->too_long || child->too_late) {
        kill(-child->pid, SIGKILL);
        kill(child->pid, SIGKILL);
    }
    while (waitpid(child->pid, &status, 0) < 0)
        if (errno != EINTR)
            return -1;
    g_spawn_close_pid(child->pid);
    return status;
}

/* The first line of what pdftotext said, without the kind and offset in front of it and without
 * anything that is not text. */
static char *clean_message(const GString *message)
{
    const char *line = message->str;
    size_t len = strcspn(line, "\n");
    static const char *const kinds[] = {"Syntax Error", "Syntax Warning", "Command Line Error",
                                        "I/O Error", "Error"};
    g_autofree char *valid = g_utf8_make_valid(line, (gssize)len);
    const char *text = valid;
    for (size_t i = 0; i < G_N_ELEMENTS(kinds); i++)
        if (g_str_has_prefix(text, kinds[i])) {
            const char *colon = strchr(text, ':');
            text = colon != NULL ? colon + 1 : text;
            break;
        }
    char *clean = g_strdup(text);
    for (char *p = clean; *p != '\0'; p++)
        *p = g_ascii_iscntrl(*p) ? ' ' : *p;
    return g_strstrip(clean);
}

static bool fail_ended(const Child *child, int status, GError **error)
{
    if (child->too_late || (WIFSIGNALED(status) && WTERMSIG(status) == SIGXCPU))
        g_set_error(error, GOV_ERROR, GOV_ERROR_LIMIT,
                    "pdftotext did not finish in time (%u s, of which %u s at work); the PDF "
                    "is damaged or made to be slow",
                    child->limits->seconds, MAX_CPU_SECONDS);
    else if (child->too_long)
        g_set_error(error, GOV_ERROR, GOV_ERROR_LIMIT,
                    "The PDF holds more than %u MiB of words; split the document",
                    (unsigned)(child->limits->max_output >> 20));
    else if (WIFSIGNALED(status))
        g_set_error(error, GOV_ERROR, GOV_ERROR_SYNTAX,
                    "pdftotext was ended by signal %d; the PDF is damaged or needs more than "
                    "%u MiB of memory",
                    WTERMSIG(status), (unsigned)(MAX_MEMORY >> 20));
    return false;
}

static bool fail_exit(const Child *child, int code, GError **error)
{
    g_autofree char *message = clean_message(child->message);
    if (strstr(child->message->str, "assword") != NULL)
        g_set_error(error, GOV_ERROR, GOV_ERROR_UNSUPPORTED,
                    "The PDF is encrypted; save it without a password (pdftotext: %s)", message);
    else
        g_set_error(error, GOV_ERROR, GOV_ERROR_SYNTAX,
                    "The PDF cannot be read (pdftotext: %s)",
                    *message != '\0' ? message : code == 3 ? "not permitted" : "no reason given");
    return false;
}

static bool finish(Child *child, GError **error)
{
    int status = reap(child);
    if (child->too_late || child->too_long || (status != -1 && WIFSIGNALED(status)))
        return fail_ended(child, status, error);
    if (status != -1 && WIFEXITED(status) && WEXITSTATUS(status) != 0)
        return fail_exit(child, WEXITSTATUS(status), error);
    if (child->output->len == 0)
        return fail_exit(child, 0, error);
    return true;
}

GByteArray *gov__pdf_run(const char *data, size_t len, const GovPdfLimits *limits, GError **error)
{
    g_autoptr(GByteArray) output = g_byte_array_new();
    g_autoptr(GString) message = g_string_new(NULL);
    Child child = {.limits = limits, .output = output, .message = message};
    int input = open_input(data, len, error);
    if (input < 0)
        return NULL;
    bool started = start(&child, input, error);
    close(input);
    if (!started)
        return NULL;
    listen_to(&child);
    close(child.out);
    close(child.err);
    return finish(&child, error) ? g_steal_pointer(&output) : NULL;
}

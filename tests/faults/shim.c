/* A drive that goes wrong when told to: every call on a file under one folder is counted, and may be made to fail.
 *
 * Loaded with LD_PRELOAD. FAULT_FOLDER is the folder, as an absolute path; FAULT_RULES and FAULT_LOG, both optional,
 * are what fault_rules and fault_log take. All are read once, when the process starts; the functions change them later.
 * tests/faults/harness.py says how to write a rule. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <time.h>
#include <unistd.h>

#define MOST_FILES 65536
#define MOST_RULES 8
#define REAL(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

enum kind { OPEN, READ, WRITE, TRUNCATE, SYNC, UNLINK, RENAME, LOCK, CLOSE, LOOK, KINDS };
static const char *const KIND[] = {"open", "read", "write", "truncate", "sync", "unlink", "rename", "lock", "close",
                                   "look"};
enum action { FAIL, LOST, KILL, KILLED, STOP, NOTHING, SLOW, FULL, HALF, ACTIONS };
static const char *const ACTION[] = {"fail", "lost", "kill", "killed", "stop", "nothing", "slow", "full", "half"};

struct rule {
    unsigned kinds; /* one bit for each */
    long from, until, met;
    enum action action;
    int number; /* an errno, or milliseconds */
};

static const char *folder;
static struct rule rules[MOST_RULES];
static int rule_count;
static long counts[KINDS];
static int log_fd = -1;
static char *paths[MOST_FILES]; /* of each open file under the folder; NULL for every other */

/* --- What the process tells the shim -------------------------------------------------------------------------- */

static int index_of(const char *word, const char *const *words, int size)
{
    while (size-- && strcmp(word, words[size]))
        ;
    return size;
}

static unsigned kinds_of(char *words)
{
    unsigned kinds = 0;
    for (char *word = strtok(words, "+"); word; word = strtok(NULL, "+")) {
        int kind = index_of(word, KIND, KINDS);
        kinds |= !strcmp(word, "any") ? (1u << KINDS) - 1 : kind < 0 ? 0 : 1u << kind;
    }
    return kinds;
}

/* Take these rules in place of all others and count from nought; 0, or -1 where one cannot be read. */
int fault_rules(const char *text)
{
    rule_count = 0;
    memset(counts, 0, sizeof counts);
    for (; text && *text; text += strcspn(text, ";"), text += *text == ';') {
        struct rule rule = {.number = EIO};
        char kinds[128], action[16];
        int read = sscanf(text, "%127[a-z+]:%ld-%ld:%15[a-z]:%d", kinds, &rule.from, &rule.until, action, &rule.number);
        int known = read < 4 ? -1 : index_of(action, ACTION, ACTIONS);
        rule.kinds = read < 4 ? 0 : kinds_of(kinds);
        if (known < 0 || !rule.kinds || rule_count == MOST_RULES)
            return -1;
        rule.action = (enum action)known;
        rules[rule_count++] = rule;
    }
    return 0;
}

/* How many calls of a kind there were since the rules were given; -1 for no such kind. */
long fault_count(const char *kind)
{
    int known = index_of(kind, KIND, KINDS);
    return known < 0 ? -1 : counts[known];
}

/* From now on write every change of a file to the end of this log, which may not lie under the folder; NULL: no more. */
int fault_log(const char *path)
{
    if (log_fd >= 0)
        syscall(SYS_close, log_fd);
    log_fd = path ? (int)syscall(SYS_openat, AT_FDCWD, path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600) : -1;
    return path && log_fd < 0 ? -1 : 0;
}

__attribute__((constructor)) static void begin(void)
{
    folder = getenv("FAULT_FOLDER");
    if (fault_rules(getenv("FAULT_RULES")) || fault_log(getenv("FAULT_LOG"))) {
        fprintf(stderr, "FAULT_RULES or FAULT_LOG cannot be used\n");
        _exit(99);
    }
}

/* --- What the shim writes down -------------------------------------------------------------------------------- */

static const char *name_in_folder(const char *path)
{
    size_t length = strlen(folder);
    return path[length] ? path + length + 1 : "";
}

static void log_change(char what, const char *name, int64_t at, int64_t size, const void *bytes)
{
    if (log_fd < 0)
        return;
    struct { char what[8]; int64_t name_size, at, size; } head = {{what}, (int64_t)strlen(name), at, size};
    struct iovec parts[] = {{&head, sizeof head}, {(void *)name, strlen(name)}, {(void *)bytes, bytes ? (size_t)size : 0}};
    syscall(SYS_writev, log_fd, parts, 3);
}

/* Put a word of the process's own into the log, such as "this save was acknowledged". */
void fault_note(const char *text) { log_change('n', text, 0, 0, NULL); }

/* --- What happens to a call ----------------------------------------------------------------------------------- */

static int on_the_drive(const char *path)
{
    size_t length = folder ? strlen(folder) : 0;
    return length && path && !strncmp(path, folder, length) && (path[length] == '/' || !path[length]);
}

static const char *path_of(int fd) { return fd >= 0 && fd < MOST_FILES ? paths[fd] : NULL; }

static void hand_over(int signal_number) { syscall(SYS_kill, getpid(), signal_number); }

/* Count a call; the rule that it falls under, or NULL. What comes before the call itself is done here. */
static const struct rule *meet(enum kind kind)
{
    const struct rule *found = NULL;
    __atomic_add_fetch(&counts[kind], 1, __ATOMIC_RELAXED);
    for (struct rule *rule = rules; rule < rules + rule_count; rule++) {
        if (!(rule->kinds & 1u << kind))
            continue;
        long met = __atomic_add_fetch(&rule->met, 1, __ATOMIC_RELAXED);
        if (!found && met >= rule->from && (!rule->until || met <= rule->until))
            found = rule;
    }
    if (found && (found->action == KILL || found->action == STOP))
        hand_over(found->action == KILL ? SIGKILL : SIGSTOP);
    if (found && found->action == SLOW) {
        struct timespec left = {found->number / 1000, found->number % 1000 * 1000000L};
        while (nanosleep(&left, &left))
            ;
    }
    return found;
}

static int is(const struct rule *rule, enum action action) { return rule && rule->action == action; }

static int refused(int number)
{
    errno = number;
    return -1;
}

/* The whole of a watched call: `nothing` is what a call that is not made answers, `done` is what is written down. */
#define WATCHED(type, kind, ours, call, nothing, done)                                                                 \
    const struct rule *rule = ours ? meet(kind) : NULL;                                                                \
    if (is(rule, FAIL))                                                                                                \
        return refused(rule->number);                                                                                  \
    if (is(rule, NOTHING))                                                                                             \
        return nothing;                                                                                                \
    type got = call;                                                                                                   \
    if (got >= 0 && ours) {                                                                                            \
        done;                                                                                                          \
    }                                                                                                                  \
    if (is(rule, KILLED))                                                                                              \
        hand_over(SIGKILL);                                                                                            \
    if (is(rule, LOST))                                                                                                \
        return refused(rule->number);                                                                                  \
    return got;

/* --- Files by name -------------------------------------------------------------------------------------------- */

/* An open whose reply is lost is undone, as nobody holds its number. */
static int opened(int fd, const char *path, int flags, const struct rule *rule)
{
    if (fd < 0 || fd >= MOST_FILES || !on_the_drive(path))
        return fd;
    if (flags & (O_CREAT | O_TRUNC))
        log_change(flags & O_TRUNC ? 'e' : 'c', name_in_folder(path), 0, 0, NULL);
    if (is(rule, KILLED))
        hand_over(SIGKILL);
    if (is(rule, LOST)) {
        syscall(SYS_close, fd);
        return refused(rule->number);
    }
    free(paths[fd]);
    paths[fd] = strdup(path);
    return fd;
}

/* The mode is there only where a file may be made. */
#define OPENS(name, wants, gives)                                                                                      \
    int name wants                                                                                                     \
    {                                                                                                                  \
        va_list more;                                                                                                  \
        va_start(more, flags);                                                                                         \
        mode_t mode = flags & (O_CREAT | __O_TMPFILE) ? va_arg(more, mode_t) : 0;                                      \
        va_end(more);                                                                                                  \
        const struct rule *rule = on_the_drive(path) ? meet(OPEN) : NULL;                                              \
        if (is(rule, FAIL))                                                                                            \
            return refused(rule->number);                                                                              \
        return opened(REAL(name) gives, path, flags, rule);                                                            \
    }
OPENS(open, (const char *path, int flags, ...), (path, flags, mode))
OPENS(open64, (const char *path, int flags, ...), (path, flags, mode))
OPENS(openat, (int at, const char *path, int flags, ...), (at, path, flags, mode))
OPENS(openat64, (int at, const char *path, int flags, ...), (at, path, flags, mode))

#define BY_PATH(kind, name, wants, gives, done)                                                                        \
    int name wants { WATCHED(int, kind, on_the_drive(path), REAL(name) gives, 0, done) }
BY_PATH(UNLINK, unlink, (const char *path), (path), log_change('u', name_in_folder(path), 0, 0, NULL))
BY_PATH(UNLINK, unlinkat, (int at, const char *path, int how), (at, path, how),
        log_change('u', name_in_folder(path), 0, 0, NULL))
BY_PATH(RENAME, rename, (const char *path, const char *to), (path, to), )
BY_PATH(RENAME, link, (const char *path, const char *to), (path, to), )
BY_PATH(LOOK, stat, (const char *path, struct stat *to), (path, to), )
BY_PATH(LOOK, stat64, (const char *path, struct stat64 *to), (path, to), )
BY_PATH(LOOK, lstat, (const char *path, struct stat *to), (path, to), )
BY_PATH(LOOK, lstat64, (const char *path, struct stat64 *to), (path, to), )
BY_PATH(LOOK, fstatat, (int at, const char *path, struct stat *to, int flags), (at, path, to, flags), )
BY_PATH(LOOK, fstatat64, (int at, const char *path, struct stat64 *to, int flags), (at, path, to, flags), )
BY_PATH(LOOK, access, (const char *path, int how), (path, how), )

/* --- Open files ----------------------------------------------------------------------------------------------- */

#define BY_FD(type, kind, name, wants, gives, nothing, done)                                                           \
    type name wants { WATCHED(type, kind, path_of(fd), REAL(name) gives, nothing, done) }
BY_FD(ssize_t, READ, read, (int fd, void *to, size_t size), (fd, to, size), 0, )
BY_FD(ssize_t, READ, pread, (int fd, void *to, size_t size, off_t at), (fd, to, size, at), 0, )
BY_FD(ssize_t, READ, pread64, (int fd, void *to, size_t size, off64_t at), (fd, to, size, at), 0, )
BY_FD(int, LOOK, fstat, (int fd, struct stat *to), (fd, to), 0, )
BY_FD(int, LOOK, fstat64, (int fd, struct stat64 *to), (fd, to), 0, )

#define SYNCED log_change('s', name_in_folder(path_of(fd)), 0, 0, NULL)
BY_FD(int, SYNC, fsync, (int fd), (fd), 0, SYNCED)
BY_FD(int, SYNC, fdatasync, (int fd), (fd), 0, SYNCED)

#define CUT log_change('t', name_in_folder(path_of(fd)), size, 0, NULL)
BY_FD(int, TRUNCATE, ftruncate, (int fd, off_t size), (fd, size), 0, CUT)
BY_FD(int, TRUNCATE, ftruncate64, (int fd, off64_t size), (fd, size), 0, CUT)

static int grows(int fd, int64_t end)
{
    struct stat64 now;
    return syscall(SYS_fstat, fd, &now) || end > now.st_size;
}

/* A write may also find the drive full where its file would grow, or be done by half and then fail. */
static ssize_t put(int fd, const void *from, size_t size, off64_t at)
{
    const struct rule *rule = meet(WRITE);
    if (is(rule, FAIL) || (is(rule, FULL) && grows(fd, at + (int64_t)size)))
        return refused(is(rule, FULL) ? ENOSPC : rule->number);
    if (is(rule, NOTHING))
        return (ssize_t)size;
    ssize_t got = syscall(SYS_pwrite64, fd, from, is(rule, HALF) ? size / 2 : size, at);
    if (got > 0)
        log_change('w', name_in_folder(path_of(fd)), at, got, from);
    if (is(rule, KILLED))
        hand_over(SIGKILL);
    if (is(rule, LOST) || is(rule, HALF))
        return refused(rule->number);
    return got;
}

ssize_t pwrite(int fd, const void *from, size_t size, off_t at)
{
    return path_of(fd) ? put(fd, from, size, at) : REAL(pwrite)(fd, from, size, at);
}

ssize_t pwrite64(int fd, const void *from, size_t size, off64_t at)
{
    return path_of(fd) ? put(fd, from, size, at) : REAL(pwrite64)(fd, from, size, at);
}

ssize_t write(int fd, const void *from, size_t size)
{
    if (!path_of(fd))
        return REAL(write)(fd, from, size);
    off64_t at = lseek64(fd, 0, SEEK_CUR);
    ssize_t got = put(fd, from, size, at);
    if (got > 0)
        lseek64(fd, at + got, SEEK_SET);
    return got;
}

/* A closed file is closed, whatever is answered. */
int close(int fd)
{
    const struct rule *rule = path_of(fd) ? meet(CLOSE) : NULL;
    if (path_of(fd)) {
        free(paths[fd]);
        paths[fd] = NULL;
    }
    int got = REAL(close)(fd);
    if (is(rule, KILLED))
        hand_over(SIGKILL);
    return is(rule, FAIL) || is(rule, LOST) ? refused(rule->number) : got;
}

/* Where locks do nothing, every lock is given and nobody is ever seen to hold one. */
static int lock_given(int command, struct flock *lock)
{
    if (command == F_GETLK)
        lock->l_type = F_UNLCK;
    return 0;
}

/* Whatever follows the command is one word wide. */
#define LOCKS(name)                                                                                                    \
    int name(int fd, int command, ...)                                                                                 \
    {                                                                                                                  \
        va_list more;                                                                                                  \
        va_start(more, command);                                                                                       \
        void *word = va_arg(more, void *);                                                                             \
        va_end(more);                                                                                                  \
        int ours = path_of(fd) && (command == F_SETLK || command == F_SETLKW || command == F_GETLK);                   \
        WATCHED(int, LOCK, ours, REAL(name)(fd, command, word), lock_given(command, word), )                           \
    }
LOCKS(fcntl)
LOCKS(fcntl64)

/* --- The clock ------------------------------------------------------------------------------------------------ */

static long clock_fast_by;

/* From now on this process's clock is so many seconds fast. */
void fault_clock(long seconds) { clock_fast_by = seconds; }

int clock_gettime(clockid_t which, struct timespec *to)
{
    int got = REAL(clock_gettime)(which, to);
    if (which == CLOCK_REALTIME)
        to->tv_sec += clock_fast_by;
    return got;
}

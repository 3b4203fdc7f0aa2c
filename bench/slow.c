/* A shared drive a long way off: every operation on a file under one folder takes SLOW_MS longer.
 *
 * Loaded with LD_PRELOAD. SLOW_FOLDER is the folder, as an absolute path. Where SLOW_LOG names a file, each operation
 * asked for by the process's first thread, which is the window's, is written down there. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#define MOST_FILES 65536
static unsigned char ours[MOST_FILES];

#define REAL(name) ((__typeof__(&name))real(#name))
static void *real(const char *name) { return dlsym(RTLD_NEXT, name); }

static void wait_for_the_drive(const char *what)
{
    static long ms = -1;
    if (ms < 0)
        ms = getenv("SLOW_MS") ? atol(getenv("SLOW_MS")) : 0;
    const char *log = getenv("SLOW_LOG");
    if (log && getpid() == syscall(SYS_gettid)) {
        int fd = (int)syscall(SYS_openat, AT_FDCWD, log, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
        syscall(SYS_write, fd, what, strlen(what));
        syscall(SYS_write, fd, "\n", 1);
        syscall(SYS_close, fd);
    }
    struct timespec left = {ms / 1000, ms % 1000 * 1000000L};
    while (nanosleep(&left, &left))
        ;
}

static int on_the_drive(const char *path)
{
    const char *folder = getenv("SLOW_FOLDER");
    size_t length = folder ? strlen(folder) : 0;
    return length && path && !strncmp(path, folder, length) && (path[length] == '/' || !path[length]);
}

static int open_on_the_drive(int fd) { return fd >= 0 && fd < MOST_FILES && ours[fd]; }

static int opened(int fd, const char *path)
{
    if (fd >= 0 && fd < MOST_FILES)
        ours[fd] = (unsigned char)on_the_drive(path);
    return fd;
}

/* Open: the mode is there only where a file may be made. */
#define OPEN(name)                                                                                                     \
    int name(const char *path, int flags, ...)                                                                         \
    {                                                                                                                  \
        va_list more;                                                                                                  \
        va_start(more, flags);                                                                                         \
        mode_t mode = flags & (O_CREAT | __O_TMPFILE) ? va_arg(more, mode_t) : 0;                                      \
        va_end(more);                                                                                                  \
        if (on_the_drive(path))                                                                                        \
            wait_for_the_drive(#name);                                                                                 \
        return opened(REAL(name)(path, flags, mode), path);                                                            \
    }
#define OPENAT(name)                                                                                                   \
    int name(int at, const char *path, int flags, ...)                                                                 \
    {                                                                                                                  \
        va_list more;                                                                                                  \
        va_start(more, flags);                                                                                         \
        mode_t mode = flags & (O_CREAT | __O_TMPFILE) ? va_arg(more, mode_t) : 0;                                      \
        va_end(more);                                                                                                  \
        if (on_the_drive(path))                                                                                        \
            wait_for_the_drive(#name);                                                                                 \
        return opened(REAL(name)(at, path, flags, mode), path);                                                        \
    }
OPEN(open)
OPEN(open64)
OPENAT(openat)
OPENAT(openat64)

int close(int fd)
{
    if (fd >= 0 && fd < MOST_FILES)
        ours[fd] = 0;
    return REAL(close)(fd);
}

/* Locks: whatever follows the command is one word wide. */
#define FCNTL(name)                                                                                                    \
    int name(int fd, int command, ...)                                                                                 \
    {                                                                                                                  \
        va_list more;                                                                                                  \
        va_start(more, command);                                                                                       \
        void *word = va_arg(more, void *);                                                                             \
        va_end(more);                                                                                                  \
        if (open_on_the_drive(fd) && (command == F_SETLK || command == F_SETLKW || command == F_GETLK))                \
            wait_for_the_drive(#name);                                                                                 \
        return REAL(name)(fd, command, word);                                                                          \
    }
FCNTL(fcntl)
FCNTL(fcntl64)

#define BY_FD(type, name, wants, gives)                                                                                \
    type name wants                                                                                                    \
    {                                                                                                                  \
        if (open_on_the_drive(fd))                                                                                     \
            wait_for_the_drive(#name);                                                                                 \
        return REAL(name) gives;                                                                                       \
    }
BY_FD(ssize_t, read, (int fd, void *to, size_t size), (fd, to, size))
BY_FD(ssize_t, pread, (int fd, void *to, size_t size, off_t at), (fd, to, size, at))
BY_FD(ssize_t, pread64, (int fd, void *to, size_t size, off64_t at), (fd, to, size, at))
BY_FD(ssize_t, write, (int fd, const void *from, size_t size), (fd, from, size))
BY_FD(ssize_t, pwrite, (int fd, const void *from, size_t size, off_t at), (fd, from, size, at))
BY_FD(ssize_t, pwrite64, (int fd, const void *from, size_t size, off64_t at), (fd, from, size, at))
BY_FD(int, fsync, (int fd), (fd))
BY_FD(int, fdatasync, (int fd), (fd))
BY_FD(int, ftruncate, (int fd, off_t size), (fd, size))
BY_FD(int, ftruncate64, (int fd, off64_t size), (fd, size))
BY_FD(int, fstat, (int fd, struct stat *to), (fd, to))
BY_FD(int, fstat64, (int fd, struct stat64 *to), (fd, to))

#define BY_PATH(type, name, wants, gives)                                                                              \
    type name wants                                                                                                    \
    {                                                                                                                  \
        if (on_the_drive(path))                                                                                        \
            wait_for_the_drive(#name);                                                                                 \
        return REAL(name) gives;                                                                                       \
    }
BY_PATH(int, stat, (const char *path, struct stat *to), (path, to))
BY_PATH(int, stat64, (const char *path, struct stat64 *to), (path, to))
BY_PATH(int, lstat, (const char *path, struct stat *to), (path, to))
BY_PATH(int, lstat64, (const char *path, struct stat64 *to), (path, to))
BY_PATH(int, fstatat, (int at, const char *path, struct stat *to, int flags), (at, path, to, flags))
BY_PATH(int, fstatat64, (int at, const char *path, struct stat64 *to, int flags), (at, path, to, flags))
BY_PATH(int, statx, (int at, const char *path, int flags, unsigned mask, struct statx *to), (at, path, flags, mask, to))
BY_PATH(int, access, (const char *path, int how), (path, how))
BY_PATH(int, faccessat, (int at, const char *path, int how, int flags), (at, path, how, flags))
BY_PATH(int, unlink, (const char *path), (path))
BY_PATH(int, unlinkat, (int at, const char *path, int flags), (at, path, flags))

/* A disk that fails: preloaded, it stands between a process and the calls that change files below a folder. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <unistd.h>

enum { NEVER, ONCE, FULL };

static char below[PATH_MAX];
static int how;
static long at, end, seen;

/* At the call it fails, or from there on; with NEVER calls are only counted. At the last one the process is killed. */
void disk_fails(const char *folder, int kind, long call, long last) {
    strncpy(below, folder, sizeof below - 1);
    how = kind;
    at = call;
    end = last;
    seen = 0;
}

long disk_calls(void) { return seen; }

static int inside(const char *path) { return *below && !strncmp(path, below, strlen(below)); }

static int inside_fd(int fd) {
    char link[64], path[PATH_MAX];
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t length = *below ? readlink(link, path, sizeof path - 1) : -1;
    path[length < 0 ? 0 : length] = 0;
    return inside(path);
}

/* The error of this call, or 0. A full disk goes on failing, but only what needs room. */
static int error_of(int needs_room) {
    if (++seen == end) kill(getpid(), SIGKILL);
    if (how == FULL && seen >= at && needs_room) return ENOSPC;
    return how == ONCE && seen == at ? EIO : 0;
}

static int fails(int concerned, int needs_room) {
    int error = concerned ? error_of(needs_room) : 0;
    if (error) errno = error;
    return error;
}

#define REAL(name) __typeof__(&name) real = (__typeof__(&name))dlsym(RTLD_NEXT, #name)
#define REPLACED(name, parameters, arguments, concerned, needs_room) \
    int name parameters { REAL(name); return fails(concerned, needs_room) ? -1 : real arguments; }
#define WRITING(name, parameters, ...) \
    ssize_t name parameters { \
        REAL(name); \
        return fails(inside_fd(fd), 1) ? -1 : real(__VA_ARGS__); \
    }

WRITING(write, (int fd, const void *data, size_t length), fd, data, length)
WRITING(pwrite, (int fd, const void *data, size_t length, off_t place), fd, data, length, place)
WRITING(pwrite64, (int fd, const void *data, size_t length, off64_t place), fd, data, length, place)
REPLACED(fsync, (int fd), (fd), inside_fd(fd), 0)
REPLACED(fdatasync, (int fd), (fd), inside_fd(fd), 0)
REPLACED(ftruncate, (int fd, off_t length), (fd, length), inside_fd(fd), 0)
REPLACED(ftruncate64, (int fd, off64_t length), (fd, length), inside_fd(fd), 0)
REPLACED(rename, (const char *from, const char *to), (from, to), inside(to), 0)
REPLACED(unlink, (const char *path), (path), inside(path), 0)
REPLACED(mkdir, (const char *path, mode_t mode), (path, mode), inside(path), 1)

/* fault_shim.c -- a disk that is full or failing, or a process that ends, at a chosen call. For LD_PRELOAD.
 *
 * Owns      the calls that change files under one folder, counted from 1 in the order in which they are made.
 * Method    each call is looked up in the next library; what is written through stdio is counted at fwrite,
 *           fflush and fclose, whose inner calls cannot be seen from here.
 *
 *   FAULT_UNDER   the folder; without it nothing is counted
 *   FAULT_AT      number of the call that fails; 0 or absent: none
 *   FAULT_HOW     ENOSPC, EIO, EACCES, EINTR, SHORT (a write takes one byte), KILL (SIGKILL instead of the call),
 *                 TERM, INT (the signal before the call)
 *   FAULT_EVER    set: every later call fails as well
 *   FAULT_CALLS   names of calls, separated by commas; others are let pass; absent: all but unlink and rmdir
 *   FAULT_LOG     file, outside of the folder: a line for each failed call, and at the end the number of calls
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

static atomic_long calls = 0;

static char under[PATH_MAX];
static size_t under_length;
static long fault_at;
static int is_for_ever;
static const char *how = "EIO";
static const char *chosen;
static const char *log_path;

#define NEXT(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

/* Told without the calls that are counted. */
static void tell(const char *line)
{
    if (log_path == NULL) return;
    const long file = syscall(SYS_openat, AT_FDCWD, log_path, O_WRONLY | O_CREAT | O_APPEND, 0666);
    if (file < 0) return;
    syscall(SYS_write, file, line, strlen(line));
    syscall(SYS_close, file);
}

__attribute__((constructor)) static void begin(void)
{
    const char *folder = getenv("FAULT_UNDER");
    if (folder == NULL || realpath(folder, under) == NULL) return;
    under_length = strlen(under);
    fault_at = getenv("FAULT_AT") == NULL ? 0 : atol(getenv("FAULT_AT"));
    is_for_ever = getenv("FAULT_EVER") != NULL;
    if (getenv("FAULT_HOW") != NULL) how = getenv("FAULT_HOW");
    chosen = getenv("FAULT_CALLS");
    log_path = getenv("FAULT_LOG");
}

__attribute__((destructor)) static void end(void)
{
    if (under_length == 0) return;
    char line[64];
    snprintf(line, sizeof line, "calls %ld\n", atomic_load(&calls));
    tell(line);
}

static int is_under(const char *path)
{
    return strncmp(path, under, under_length) == 0 && (path[under_length] == '/' || path[under_length] == '\0');
}

static int is_chosen(const char *name)
{
    if (chosen == NULL) return strcmp(name, "unlink") != 0 && strcmp(name, "rmdir") != 0;
    const size_t length = strlen(name);
    for (const char *at = strstr(chosen, name); at != NULL; at = strstr(at + 1, name))
        if ((at == chosen || at[-1] == ',') && (at[length] == ',' || at[length] == '\0')) return 1;
    return 0;
}

/* Where a relative path leads, as far as names tell: what is counted need not be there yet. */
static void absolute(const char *path, char *whole)
{
    if (path[0] == '/' || getcwd(whole, PATH_MAX) == NULL) {
        snprintf(whole, PATH_MAX, "%s", path);
        return;
    }
    const size_t length = strlen(whole);
    while (strncmp(path, "./", 2) == 0) path += 2;
    snprintf(whole + length, PATH_MAX - length, "/%s", path);
}

enum { pass = 0, take_one_byte = -1 };

/* What becomes of a call on this path: pass, take_one_byte, or the errno with which it fails. */
static int fate_of_path(const char *name, const char *path)
{
    if (under_length == 0 || path == NULL || !is_chosen(name)) return pass;
    char whole[PATH_MAX];
    absolute(path, whole);
    if (!is_under(whole)) return pass;
    const long number = atomic_fetch_add(&calls, 1) + 1;
    if (fault_at == 0 || number < fault_at || (number > fault_at && !is_for_ever)) return pass;
    char line[PATH_MAX + 64];
    snprintf(line, sizeof line, "call %ld %s %s\n", number, name, whole);
    tell(line);
    if (strcmp(how, "KILL") == 0) kill(getpid(), SIGKILL);
    if (strcmp(how, "TERM") == 0) kill(getpid(), SIGTERM);
    if (strcmp(how, "INT") == 0) kill(getpid(), SIGINT);
    if (strcmp(how, "SHORT") == 0) return take_one_byte;
    if (strcmp(how, "ENOSPC") == 0) return ENOSPC;
    if (strcmp(how, "EACCES") == 0) return EACCES;
    if (strcmp(how, "EINTR") == 0) return EINTR;
    if (strcmp(how, "EIO") == 0) return EIO;
    return pass;
}

static int fate(const char *name, int descriptor)
{
    if (under_length == 0) return pass;
    char link[64], path[PATH_MAX];
    snprintf(link, sizeof link, "/proc/self/fd/%d", descriptor);
    const ssize_t length = readlink(link, path, sizeof path - 1);
    if (length < 0) return pass;
    path[length] = '\0';
    return fate_of_path(name, path);
}

static int failed(int error_number)
{
    errno = error_number;
    return -1;
}

ssize_t write(int file, const void *bytes, size_t size)
{
    const int end = fate("write", file);
    if (end > 0) return failed(end);
    return NEXT(write)(file, bytes, end == take_one_byte && size > 1 ? 1 : size);
}

ssize_t pwrite(int file, const void *bytes, size_t size, off_t offset)
{
    const int end = fate("pwrite", file);
    if (end > 0) return failed(end);
    return NEXT(pwrite)(file, bytes, end == take_one_byte && size > 1 ? 1 : size, offset);
}

ssize_t pwrite64(int file, const void *bytes, size_t size, off64_t offset)
{
    const int end = fate("pwrite", file);
    if (end > 0) return failed(end);
    return NEXT(pwrite64)(file, bytes, end == take_one_byte && size > 1 ? 1 : size, offset);
}

int fsync(int file)
{
    const int end = fate("fsync", file);
    return end > 0 ? failed(end) : NEXT(fsync)(file);
}

int fdatasync(int file)
{
    const int end = fate("fdatasync", file);
    return end > 0 ? failed(end) : NEXT(fdatasync)(file);
}

int ftruncate(int file, off_t size)
{
    const int end = fate("ftruncate", file);
    return end > 0 ? failed(end) : NEXT(ftruncate)(file, size);
}

int ftruncate64(int file, off64_t size)
{
    const int end = fate("ftruncate", file);
    return end > 0 ? failed(end) : NEXT(ftruncate64)(file, size);
}

/* Only what was open for writing: nobody looks whether the end of reading went well. As on Linux the descriptor
 * is gone even if closing fails. */
int close(int file)
{
    const int mode = fcntl(file, F_GETFL);
    const int is_written = mode >= 0 && (mode & O_ACCMODE) != O_RDONLY;
    const int end = is_written ? fate("close", file) : pass;
    const int result = NEXT(close)(file);
    return end > 0 ? failed(end) : result;
}

static mode_t mode_after(int flags, va_list more)
{
    return (flags & (O_CREAT | O_TMPFILE)) != 0 ? va_arg(more, mode_t) : 0;
}

static int fate_of_open(const char *path, int flags)
{
    return (flags & (O_WRONLY | O_RDWR | O_CREAT)) != 0 ? fate_of_path("open", path) : pass;
}

#define OPEN(name)                                                    \
    int name(const char *path, int flags, ...)                        \
    {                                                                 \
        va_list more;                                                 \
        va_start(more, flags);                                        \
        const mode_t mode = mode_after(flags, more);                  \
        va_end(more);                                                 \
        const int end = fate_of_open(path, flags);                    \
        return end > 0 ? failed(end) : NEXT(name)(path, flags, mode); \
    }
OPEN(open)
OPEN(open64)

#define OPENAT(name)                                                          \
    int name(int folder, const char *path, int flags, ...)                    \
    {                                                                         \
        va_list more;                                                         \
        va_start(more, flags);                                                \
        const mode_t mode = mode_after(flags, more);                          \
        va_end(more);                                                         \
        const int end = folder == AT_FDCWD ? fate_of_open(path, flags) : pass; \
        return end > 0 ? failed(end) : NEXT(name)(folder, path, flags, mode); \
    }
OPENAT(openat)
OPENAT(openat64)

int rename(const char *from, const char *to)
{
    const int end = fate_of_path("rename", from);
    return end > 0 ? failed(end) : NEXT(rename)(from, to);
}

int renameat2(int from_folder, const char *from, int to_folder, const char *to, unsigned flags)
{
    const int end = fate_of_path("rename", from);
    return end > 0 ? failed(end) : NEXT(renameat2)(from_folder, from, to_folder, to, flags);
}

int mkdir(const char *path, mode_t mode)
{
    const int end = fate_of_path("mkdir", path);
    return end > 0 ? failed(end) : NEXT(mkdir)(path, mode);
}

int unlink(const char *path)
{
    const int end = fate_of_path("unlink", path);
    return end > 0 ? failed(end) : NEXT(unlink)(path);
}

int unlinkat(int folder, const char *path, int flags)
{
    char whole[PATH_MAX], link[64];
    ssize_t length = 0;
    if (folder != AT_FDCWD && path[0] != '/') {
        snprintf(link, sizeof link, "/proc/self/fd/%d", folder);
        length = readlink(link, whole, sizeof whole - 1);
        if (length < 0) length = 0;
        if (length > 0) whole[length++] = '/';
    }
    snprintf(whole + length, sizeof whole - (size_t)length, "%s", path);
    const int end = fate_of_path((flags & AT_REMOVEDIR) != 0 ? "rmdir" : "unlink", whole);
    return end > 0 ? failed(end) : NEXT(unlinkat)(folder, path, flags);
}

int remove(const char *path)
{
    const int end = fate_of_path("unlink", path);
    return end > 0 ? failed(end) : NEXT(remove)(path);
}

int rmdir(const char *path)
{
    const int end = fate_of_path("rmdir", path);
    return end > 0 ? failed(end) : NEXT(rmdir)(path);
}

FILE *fopen(const char *path, const char *mode)
{
    const int end = strpbrk(mode, "wa+") != NULL ? fate_of_path("open", path) : pass;
    if (end <= 0) return NEXT(fopen)(path, mode);
    errno = end;
    return NULL;
}

FILE *fopen64(const char *path, const char *mode)
{
    const int end = strpbrk(mode, "wa+") != NULL ? fate_of_path("open", path) : pass;
    if (end <= 0) return NEXT(fopen64)(path, mode);
    errno = end;
    return NULL;
}

size_t fwrite(const void *bytes, size_t size, size_t count, FILE *file)
{
    const int end = fate("write", fileno(file));
    if (end <= 0) return NEXT(fwrite)(bytes, size, count, file);
    errno = end;
    return 0;
}

int fflush(FILE *file)
{
    const int end = file == NULL ? pass : fate("write", fileno(file));
    return end > 0 ? failed(end) : NEXT(fflush)(file);
}

int fclose(FILE *file)
{
    const int end = fate("close", fileno(file));
    const int result = NEXT(fclose)(file);
    return end > 0 ? failed(end) : result;
}

// Records, in order, every call that changes something below a folder, with what it wrote. Loaded by LD_PRELOAD for power.py,
// which works out from the record what a power cut would have left:
//
//   RECORD_ROOT   folder whose changes are recorded, as an absolute path without symbolic links
//   RECORD_LOG    file to which the records are added
//
// A record is a line of text and, right behind it, two runs of bytes whose lengths are the line's last two numbers:
//
//   name file number length length
//
//   create   file, its mode; the path, none for a file without a name
//   mkdir    the folder, its mode; the path
//   symlink  the link, its mode; its path and what it says
//   link     the file, 0; the new path
//   rename   0, 0; the old and the new path            exchange   the same, for two that change places
//   unlink   0, 0; the path                            rmdir      the same, for a folder
//   write    the file, where; the bytes
//   resize   the file, its new size                    reserve    the file, its least size
//   chmod    the file, its new mode
//   sync     the file or folder                        syncfs     everything
//   mapped   a file that is written to through memory, which nobody can record
//   said     0, 0; bytes that went to standard output
//
// A file is told by its inode's number, which may be used again once the file is gone: `create` says so. One call at a time
// is let through, so that the order of the records is that of what happened.
#define _GNU_SOURCE

#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <unistd.h>

static const char *root;
static size_t root_length;
static int record_file = -1;
static pthread_mutex_t order = PTHREAD_MUTEX_INITIALIZER;

__attribute__((constructor)) static void begin(void) {
    const char *log = getenv("RECORD_LOG");
    root = getenv("RECORD_ROOT");
    root_length = root ? strlen(root) : 0;
    if (log && root) record_file = (int)syscall(SYS_open, log, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
}

static int is_below_root(const char *path) {
    return record_file >= 0 && !strncmp(path, root, root_length) && (!path[root_length] || path[root_length] == '/');
}

// The path that a call means; empty where it cannot be told.
static const char *absolute(int folder, const char *path, char full[2 * PATH_MAX]) {
    full[0] = 0;
    if (path[0] == '/') {
        snprintf(full, 2 * PATH_MAX, "%s", path);
        return full;
    }
    char link[40] = "/proc/self/cwd", base[PATH_MAX];
    if (folder != AT_FDCWD) snprintf(link, sizeof link, "/proc/self/fd/%d", folder);
    ssize_t length = readlink(link, base, sizeof base - 1);
    if (length <= 0) return full;
    base[length] = 0;
    snprintf(full, 2 * PATH_MAX, "%s/%s", base, path);
    return full;
}

static int is_recorded(int descriptor) {
    if (record_file < 0) return 0;
    char link[40], path[PATH_MAX];
    int before = errno;
    snprintf(link, sizeof link, "/proc/self/fd/%d", descriptor);
    ssize_t length = readlink(link, path, sizeof path - 1);
    errno = before;
    if (length <= 0) return 0;
    path[length] = 0;
    return is_below_root(path);
}

static void record(const char *name, unsigned long long file, long long number, const void *one, size_t first,
                   const void *other, size_t second) {
    int before = errno;
    char line[200];
    int length = snprintf(line, sizeof line, "%s %llu %lld %zu %zu\n", name, file, number, first, second);
    struct iovec parts[] = {
        {line, (size_t)length}, {(void *)(uintptr_t)one, first}, {(void *)(uintptr_t)other, second}};
    // A record that is cut off would make all that follow unreadable.
    if (syscall(SYS_writev, record_file, parts, 3) != (long)(length + first + second)) abort();
    errno = before;
}

static void record_paths(const char *name, const char *one, const char *other) {
    record(name, 0, 0, one, strlen(one), other, strlen(other));
}

static void record_at(const char *name, const char *path, long long number, const char *other) {
    struct stat status;
    if (lstat(path, &status)) return;
    record(name, status.st_ino, number < 0 ? status.st_mode & 07777 : number, path, strlen(path), other, strlen(other));
}

static void record_descriptor(const char *name, int descriptor, long long number, const void *bytes, size_t count) {
    struct stat status;
    int before = errno;
    if (!fstat(descriptor, &status)) record(name, status.st_ino, number, bytes, count, "", 0);
    errno = before;
}

static void enter(void) { pthread_mutex_lock(&order); }
static void leave(void) {
    int before = errno;
    pthread_mutex_unlock(&order);
    errno = before;
}

#define REAL(function) ((__typeof__(&function))dlsym(RTLD_NEXT, #function))

// MARK: - Bytes

ssize_t write(int descriptor, const void *bytes, size_t count) {
    int said = descriptor == STDOUT_FILENO && record_file >= 0;
    if (!said && !is_recorded(descriptor)) return REAL(write)(descriptor, bytes, count);
    enter();
    ssize_t written = REAL(write)(descriptor, bytes, count);
    if (written > 0 && said) {
        record("said", 0, 0, bytes, (size_t)written, "", 0);
    } else if (written > 0) {
        // Where it went, wherever the file was: with O_APPEND only the call itself knows.
        record_descriptor("write", descriptor, lseek(descriptor, 0, SEEK_CUR) - written, bytes, (size_t)written);
    }
    leave();
    return written;
}

#define POSITIONED(function, offset_type)                                                       \
    ssize_t function(int descriptor, const void *bytes, size_t count, offset_type offset) {     \
        if (!is_recorded(descriptor)) return REAL(function)(descriptor, bytes, count, offset);  \
        enter();                                                                                \
        ssize_t written = REAL(function)(descriptor, bytes, count, offset);                     \
        if (written > 0) record_descriptor("write", descriptor, offset, bytes, (size_t)written); \
        leave();                                                                                \
        return written;                                                                         \
    }
POSITIONED(pwrite, off_t)
POSITIONED(pwrite64, off64_t)

ssize_t writev(int descriptor, const struct iovec *parts, int count) {
    if (!is_recorded(descriptor)) return REAL(writev)(descriptor, parts, count);
    enter();
    ssize_t written = REAL(writev)(descriptor, parts, count);
    off_t place = written > 0 ? lseek(descriptor, 0, SEEK_CUR) - written : 0;
    size_t left = written > 0 ? (size_t)written : 0;
    for (int i = 0; left; i++) {
        size_t length = parts[i].iov_len < left ? parts[i].iov_len : left;
        record_descriptor("write", descriptor, place, parts[i].iov_base, length);
        place += (off_t)length;
        left -= length;
    }
    leave();
    return written;
}

#define RESIZING(function, offset_type)                                         \
    int function(int descriptor, offset_type size) {                            \
        if (!is_recorded(descriptor)) return REAL(function)(descriptor, size);  \
        enter();                                                                \
        int answer = REAL(function)(descriptor, size);                          \
        if (!answer) record_descriptor("resize", descriptor, size, "", 0);      \
        leave();                                                                \
        return answer;                                                          \
    }
RESIZING(ftruncate, off_t)
RESIZING(ftruncate64, off64_t)

#define RESIZING_PATH(function, offset_type)                      \
    int function(const char *path, offset_type size) {            \
        char full[2 * PATH_MAX];                                  \
        enter();                                                  \
        int answer = REAL(function)(path, size);                  \
        if (!answer && is_below_root(absolute(AT_FDCWD, path, full))) record_at("resize", full, size, ""); \
        leave();                                                  \
        return answer;                                            \
    }
RESIZING_PATH(truncate, off_t)
RESIZING_PATH(truncate64, off64_t)

#define RESERVING(function, offset_type)                                                 \
    int function(int descriptor, offset_type offset, offset_type size) {                 \
        if (!is_recorded(descriptor)) return REAL(function)(descriptor, offset, size);   \
        enter();                                                                         \
        int answer = REAL(function)(descriptor, offset, size);                           \
        if (!answer) record_descriptor("reserve", descriptor, offset + size, "", 0);     \
        leave();                                                                         \
        return answer;                                                                   \
    }
RESERVING(posix_fallocate, off_t)
RESERVING(posix_fallocate64, off64_t)

#define MAPPING(function, offset_type)                                                                  \
    void *function(void *where, size_t length, int use, int flags, int descriptor, offset_type offset) { \
        if (descriptor >= 0 && flags & MAP_SHARED && use & PROT_WRITE && is_recorded(descriptor)) {     \
            enter();                                                                                    \
            record_descriptor("mapped", descriptor, 0, "", 0);                                          \
            leave();                                                                                    \
        }                                                                                               \
        return (void *)syscall(SYS_mmap, where, length, use, flags, descriptor, offset);                \
    }
MAPPING(mmap, off_t)
MAPPING(mmap64, off64_t)

// MARK: - Bringing it to the disk

#define SYNCING(function, name)                                          \
    int function(int descriptor) {                                       \
        if (!is_recorded(descriptor)) return REAL(function)(descriptor); \
        enter();                                                         \
        int answer = REAL(function)(descriptor);                         \
        if (!answer) record_descriptor(name, descriptor, 0, "", 0);      \
        leave();                                                         \
        return answer;                                                   \
    }
SYNCING(fsync, "sync")
SYNCING(fdatasync, "sync")
SYNCING(syncfs, "syncfs")

// MARK: - Names

static int opened(int (*real)(int, const char *, int, mode_t), int folder, const char *path, int flags, mode_t mode) {
    int unnamed = (flags & O_TMPFILE) == O_TMPFILE;
    char full[2 * PATH_MAX];
    if (!unnamed && !(flags & (O_CREAT | O_TRUNC))) return real(folder, path, flags, mode);
    if (!is_below_root(absolute(folder, path, full))) return real(folder, path, flags, mode);
    enter();
    struct stat status;
    int before = errno;
    int is_new = unnamed || (stat(full, &status) && errno == ENOENT);
    errno = before;
    int descriptor = real(folder, path, flags, mode);
    if (descriptor >= 0 && is_new && !fstat(descriptor, &status)) {
        const char *name = unnamed ? "" : full;
        record("create", status.st_ino, status.st_mode & 07777, name, strlen(name), "", 0);
    } else if (descriptor >= 0 && flags & O_TRUNC) {
        record_descriptor("resize", descriptor, 0, "", 0);
    }
    leave();
    return descriptor;
}

// `openat` with and without its ending does the same here: all sizes are of 64 bits.
static int open_it(int folder, const char *path, int flags, mode_t mode) {
    return REAL(openat)(folder, path, flags, mode);
}

#define MODE_OF(flags, mode)                                   \
    mode_t mode = 0;                                           \
    if (flags & O_CREAT || (flags & O_TMPFILE) == O_TMPFILE) { \
        va_list rest;                                          \
        va_start(rest, flags);                                 \
        mode = va_arg(rest, mode_t);                           \
        va_end(rest);                                          \
    }
#define OPENING(function)                                \
    int function(const char *path, int flags, ...) {     \
        MODE_OF(flags, mode)                             \
        return opened(open_it, AT_FDCWD, path, flags, mode); \
    }
#define OPENING_AT(function)                                     \
    int function(int folder, const char *path, int flags, ...) { \
        MODE_OF(flags, mode)                                     \
        return opened(open_it, folder, path, flags, mode);       \
    }
OPENING(open)
OPENING(open64)
OPENING_AT(openat)
OPENING_AT(openat64)
int creat(const char *path, mode_t mode) {
    return opened(open_it, AT_FDCWD, path, O_CREAT | O_WRONLY | O_TRUNC, mode);
}

static int moved(int from, const char *old, int to, const char *new, unsigned flags) {
    char one[2 * PATH_MAX], other[2 * PATH_MAX];
    enter();
    int answer = (int)syscall(SYS_renameat2, from, old, to, new, flags);
    if (!answer && (is_below_root(absolute(from, old, one)) | is_below_root(absolute(to, new, other))))
        record_paths(flags & RENAME_EXCHANGE ? "exchange" : "rename", one, other);
    leave();
    return answer;
}
int rename(const char *old, const char *new) { return moved(AT_FDCWD, old, AT_FDCWD, new, 0); }
int renameat(int from, const char *old, int to, const char *new) { return moved(from, old, to, new, 0); }
int renameat2(int from, const char *old, int to, const char *new, unsigned flags) {
    return moved(from, old, to, new, flags);
}

int linkat(int from, const char *old, int to, const char *new, int flags) {
    char full[2 * PATH_MAX];
    enter();
    int answer = REAL(linkat)(from, old, to, new, flags);
    if (!answer && is_below_root(absolute(to, new, full))) record_at("link", full, 0, "");
    leave();
    return answer;
}
int link(const char *old, const char *new) { return linkat(AT_FDCWD, old, AT_FDCWD, new, 0); }

int symlinkat(const char *text, int folder, const char *path) {
    char full[2 * PATH_MAX];
    enter();
    int answer = REAL(symlinkat)(text, folder, path);
    if (!answer && is_below_root(absolute(folder, path, full))) record_at("symlink", full, -1, text);
    leave();
    return answer;
}
int symlink(const char *text, const char *path) { return symlinkat(text, AT_FDCWD, path); }

int unlinkat(int folder, const char *path, int flags) {
    char full[2 * PATH_MAX];
    enter();
    int answer = REAL(unlinkat)(folder, path, flags);
    if (!answer && is_below_root(absolute(folder, path, full)))
        record_paths(flags & AT_REMOVEDIR ? "rmdir" : "unlink", full, "");
    leave();
    return answer;
}
int unlink(const char *path) { return unlinkat(AT_FDCWD, path, 0); }
int rmdir(const char *path) { return unlinkat(AT_FDCWD, path, AT_REMOVEDIR); }
int remove(const char *path) {
    struct stat status;
    if (lstat(path, &status)) return -1;
    return unlinkat(AT_FDCWD, path, S_ISDIR(status.st_mode) ? AT_REMOVEDIR : 0);
}

int mkdirat(int folder, const char *path, mode_t mode) {
    char full[2 * PATH_MAX];
    enter();
    int answer = REAL(mkdirat)(folder, path, mode);
    if (!answer && is_below_root(absolute(folder, path, full))) record_at("mkdir", full, -1, "");
    leave();
    return answer;
}
int mkdir(const char *path, mode_t mode) { return mkdirat(AT_FDCWD, path, mode); }

int fchmod(int descriptor, mode_t mode) {
    if (!is_recorded(descriptor)) return REAL(fchmod)(descriptor, mode);
    enter();
    int answer = REAL(fchmod)(descriptor, mode);
    if (!answer) record_descriptor("chmod", descriptor, mode & 07777, "", 0);
    leave();
    return answer;
}
int fchmodat(int folder, const char *path, mode_t mode, int flags) {
    char full[2 * PATH_MAX];
    enter();
    int answer = REAL(fchmodat)(folder, path, mode, flags);
    if (!answer && is_below_root(absolute(folder, path, full))) record_at("chmod", full, mode & 07777, "");
    leave();
    return answer;
}
int chmod(const char *path, mode_t mode) { return fchmodat(AT_FDCWD, path, mode, 0); }

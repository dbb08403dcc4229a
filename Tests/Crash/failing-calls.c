// Kills the process, or lets a system call fail, at the n-th call that changes something below a folder. Loaded by LD_PRELOAD
// for crash.py, which says by the environment what is to happen:
//
//   CRASH_ROOT   folder whose calls count, as an absolute path
//   CRASH_CALL   number of the call, from 1; 0 or none only counts
//   CRASH_DEED   kill: before the call; torn: after half of a write; eio, eintr: the call fails; short: half is written;
//                full: ENOSPC, from this call on for all that needs space, as on a full disk
//   CRASH_LOG    file to which each call is added as a line: number, nanoseconds since the start, name, path
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
#include <sys/types.h>
#include <sys/uio.h>
#include <time.h>
#include <unistd.h>

enum deed { none, kill_it, torn, eio, eintr, shortened, full };
enum { takes_space = 1, is_write = 2, may_be_interrupted = 4 };

static struct {
    const char *root;
    size_t root_length;
    long call;
    enum deed deed;
    int log;
    long long start;
} plan;
static atomic_long counted;

static long long now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return time.tv_sec * 1000000000LL + time.tv_nsec;
}

__attribute__((constructor)) static void read_plan(void) {
    static const char *const names[] = {"", "kill", "torn", "eio", "eintr", "short", "full"};
    const char *deed = getenv("CRASH_DEED"), *call = getenv("CRASH_CALL"), *log = getenv("CRASH_LOG");
    plan.start = now();
    plan.log = log ? (int)syscall(SYS_open, log, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600) : -1;
    plan.call = call ? atol(call) : 0;
    for (int i = 1; deed && i <= full; i++)
        if (!strcmp(deed, names[i])) plan.deed = (enum deed)i;
    plan.root = getenv("CRASH_ROOT");
    plan.root_length = plan.root ? strlen(plan.root) : 0;
}

static int is_below_root(const char *path) {
    if (!plan.root) return 0;
    char folder[PATH_MAX];
    if (path[0] != '/') return getcwd(folder, sizeof folder) && !strncmp(folder, plan.root, plan.root_length);
    return !strncmp(path, plan.root, plan.root_length);
}

_Noreturn static void die(void) {
    syscall(SYS_kill, getpid(), SIGKILL);
    for (;;) pause();
}

// What shall happen to a call: 0 nothing, an errno with which it fails, or -1 for half a write.
static int judge(const char *name, const char *path, int kind) {
    int before = errno;
    int answer = 0;
    if (!is_below_root(path)) goto done;
    long number = atomic_fetch_add(&counted, 1) + 1;
    if (plan.log >= 0) {
        char line[PATH_MAX + 100];
        int length = snprintf(line, sizeof line, "%ld %lld %s %s\n", number, now() - plan.start, name, path);
        syscall(SYS_write, plan.log, line, (size_t)length);
    }
    if (plan.deed == full && plan.call && number >= plan.call && kind & takes_space) answer = ENOSPC;
    if (number != plan.call) goto done;
    switch (plan.deed) {
    case kill_it: die();
    case torn:
    case shortened: answer = kind & is_write ? -1 : 0; break;
    case eio: answer = EIO; break;
    case eintr: answer = kind & may_be_interrupted ? EINTR : 0; break;
    default: break;
    }
done:
    errno = before;
    return answer;
}

static int judge_descriptor(const char *name, int descriptor, int kind) {
    char link[40], path[PATH_MAX];
    int before = errno;
    snprintf(link, sizeof link, "/proc/self/fd/%d", descriptor);
    ssize_t length = readlink(link, path, sizeof path - 1);
    errno = before;
    if (length <= 0) return 0;
    path[length] = 0;
    return judge(name, path, kind);
}

static size_t half(size_t count) { return count > 1 ? count / 2 : count; }

static ssize_t after_half(ssize_t written) {
    if (plan.deed == torn) die();
    return written;
}

#define REAL(function) ((__typeof__(&function))dlsym(RTLD_NEXT, #function))
#define FAIL_IF_TOLD(answer)      \
    do {                          \
        int code_ = (answer);     \
        if (code_ > 0) {          \
            errno = code_;        \
            return -1;            \
        }                         \
    } while (0)

enum { writing = takes_space | is_write | may_be_interrupted };

ssize_t write(int descriptor, const void *bytes, size_t count) {
    int answer = judge_descriptor("write", descriptor, writing);
    FAIL_IF_TOLD(answer);
    if (answer < 0) return after_half(REAL(write)(descriptor, bytes, half(count)));
    return REAL(write)(descriptor, bytes, count);
}

#define POSITIONED(function, offset_type)                                                       \
    ssize_t function(int descriptor, const void *bytes, size_t count, offset_type offset) {     \
        int answer = judge_descriptor(#function, descriptor, writing);                          \
        FAIL_IF_TOLD(answer);                                                                   \
        if (answer < 0) return after_half(REAL(function)(descriptor, bytes, half(count), offset)); \
        return REAL(function)(descriptor, bytes, count, offset);                                \
    }
POSITIONED(pwrite, off_t)
POSITIONED(pwrite64, off64_t)

ssize_t writev(int descriptor, const struct iovec *parts, int count) {
    FAIL_IF_TOLD(judge_descriptor("writev", descriptor, takes_space | may_be_interrupted));
    return REAL(writev)(descriptor, parts, count);
}

#define ON_DESCRIPTOR(function, kind)                              \
    int function(int descriptor) {                                 \
        FAIL_IF_TOLD(judge_descriptor(#function, descriptor, kind)); \
        return REAL(function)(descriptor);                         \
    }
ON_DESCRIPTOR(fsync, may_be_interrupted)
ON_DESCRIPTOR(fdatasync, may_be_interrupted)
ON_DESCRIPTOR(syncfs, 0)

#define TRUNCATING(function, offset_type)                                       \
    int function(int descriptor, offset_type size) {                            \
        FAIL_IF_TOLD(judge_descriptor(#function, descriptor, may_be_interrupted)); \
        return REAL(function)(descriptor, size);                                \
    }
TRUNCATING(ftruncate, off_t)
TRUNCATING(ftruncate64, off64_t)

// These two return their error.
int posix_fallocate(int descriptor, off_t offset, off_t size) {
    int answer = judge_descriptor("posix_fallocate", descriptor, takes_space);
    return answer > 0 ? answer : REAL(posix_fallocate)(descriptor, offset, size);
}
int posix_fallocate64(int descriptor, off64_t offset, off64_t size) {
    int answer = judge_descriptor("posix_fallocate64", descriptor, takes_space);
    return answer > 0 ? answer : REAL(posix_fallocate64)(descriptor, offset, size);
}

int fchmod(int descriptor, mode_t mode) {
    FAIL_IF_TOLD(judge_descriptor("fchmod", descriptor, 0));
    return REAL(fchmod)(descriptor, mode);
}
int fchown(int descriptor, uid_t owner, gid_t group) {
    FAIL_IF_TOLD(judge_descriptor("fchown", descriptor, 0));
    return REAL(fchown)(descriptor, owner, group);
}

// Opening counts where it may make a file.
static int opens(const char *name, const char *path, int flags) {
    return flags & (O_CREAT | O_TRUNC) || (flags & O_TMPFILE) == O_TMPFILE
               ? judge(name, path, takes_space | may_be_interrupted)
               : 0;
}

#define OPENING(function)                                          \
    int function(const char *path, int flags, ...) {               \
        va_list rest;                                              \
        va_start(rest, flags);                                     \
        mode_t mode = va_arg(rest, mode_t);                        \
        va_end(rest);                                              \
        FAIL_IF_TOLD(opens(#function, path, flags));               \
        return REAL(function)(path, flags, mode);                  \
    }
OPENING(open)
OPENING(open64)

#define OPENING_AT(function)                                       \
    int function(int folder, const char *path, int flags, ...) {   \
        va_list rest;                                              \
        va_start(rest, flags);                                     \
        mode_t mode = va_arg(rest, mode_t);                        \
        va_end(rest);                                              \
        FAIL_IF_TOLD(opens(#function, path, flags));               \
        return REAL(function)(folder, path, flags, mode);          \
    }
OPENING_AT(openat)
OPENING_AT(openat64)

int rename(const char *old, const char *new) {
    FAIL_IF_TOLD(judge("rename", new, takes_space));
    return REAL(rename)(old, new);
}
int renameat(int from, const char *old, int to, const char *new) {
    FAIL_IF_TOLD(judge("renameat", new, takes_space));
    return REAL(renameat)(from, old, to, new);
}
int renameat2(int from, const char *old, int to, const char *new, unsigned flags) {
    FAIL_IF_TOLD(judge("renameat2", new, takes_space));
    return REAL(renameat2)(from, old, to, new, flags);
}
int link(const char *old, const char *new) {
    FAIL_IF_TOLD(judge("link", new, takes_space));
    return REAL(link)(old, new);
}
int linkat(int from, const char *old, int to, const char *new, int flags) {
    FAIL_IF_TOLD(judge("linkat", new, takes_space));
    return REAL(linkat)(from, old, to, new, flags);
}
int unlink(const char *path) {
    FAIL_IF_TOLD(judge("unlink", path, 0));
    return REAL(unlink)(path);
}
int unlinkat(int folder, const char *path, int flags) {
    FAIL_IF_TOLD(judge("unlinkat", path, 0));
    return REAL(unlinkat)(folder, path, flags);
}
int rmdir(const char *path) {
    FAIL_IF_TOLD(judge("rmdir", path, 0));
    return REAL(rmdir)(path);
}
int remove(const char *path) {
    FAIL_IF_TOLD(judge("remove", path, 0));
    return REAL(remove)(path);
}
int mkdir(const char *path, mode_t mode) {
    FAIL_IF_TOLD(judge("mkdir", path, takes_space));
    return REAL(mkdir)(path, mode);
}

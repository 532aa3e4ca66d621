// SPDX-License-Identifier: Apache-2.0
//
// The program at the beginning of an AppImage, linked statically, with a squashfs file system behind it (AppImage specification, type
// 2). It makes the file system visible and runs the program AppRun in it:
//
//     NAME.AppImage [ARGUMENT...]
//
// It mounts the file system with FUSE. Where that is not possible, or with APPIMAGE_EXTRACT_AND_RUN=1 or --appimage-extract-and-run as
// the first argument, it unpacks the file system into a temporary directory, which is removed afterwards. Instead of running anything,
//
//     --appimage-extract    unpacks it into squashfs-root
//     --appimage-offset     prints where it begins
//     --appimage-mount      mounts it, prints where, and keeps it mounted until it is interrupted
#define _GNU_SOURCE
#include <squashfuse.h>

#include <fuse3/fuse_lowlevel.h>

#include <ll.h>

#include <dirent.h>
#include <elf.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

enum { kCannotRun = 127 };

static char self[PATH_MAX]; // the AppImage
static size_t offset; // of the file system in it

static void fail(const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    fputs("AppImage: ", stderr);
    vfprintf(stderr, format, arguments);
    fputc('\n', stderr);
    va_end(arguments);
    exit(kCannotRun);
}

static void joinPath(char *path, const char *directory, const char *name)
{
    if (snprintf(path, PATH_MAX, "%s/%s", directory, name) >= PATH_MAX)
        fail("%s/%s: the path is too long", directory, name);
}

// The end of this program's ELF file, whose last part is the table of sections.
static size_t endOfProgram(void)
{
    const int file = open(self, O_RDONLY | O_CLOEXEC);
    Elf64_Ehdr header;
    if (file < 0 || pread(file, &header, sizeof header, 0) != sizeof header)
        fail("%s cannot be read: %s", self, strerror(errno));
    close(file);
    return header.e_shoff + (size_t)header.e_shnum * header.e_shentsize;
}

// A new directory for temporary files.
static void makeDirectory(char *path)
{
    const char *const parent = getenv("TMPDIR");
    joinPath(path, parent && *parent ? parent : "/tmp", ".stratoscope-appimage-XXXXXX");
    if (!mkdtemp(path))
        fail("%s: a directory for temporary files cannot be made: %s", path, strerror(errno));
}

// libsquashfuse refers to it; the file system is compressed by zstd. liblzo2 is under the GPL, and is left out.
int lzo1x_decompress_safe(const unsigned char *in, size_t inSize, unsigned char *out, size_t *outSize, void *memory);
int lzo1x_decompress_safe(const unsigned char *in, size_t inSize, unsigned char *out, size_t *outSize, void *memory)
{
    (void)in, (void)inSize, (void)out, (void)outSize, (void)memory;
    return -1;
}

// Unpacking.

static void writeFile(sqfs *fs, sqfs_inode *inode, const char *path)
{
    const int file = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, inode->base.mode & 0777);
    if (file < 0)
        fail("%s cannot be written: %s", path, strerror(errno));
    static char buffer[256 * 1024];
    for (sqfs_off_t at = 0; at < (sqfs_off_t)inode->xtra.reg.file_size;) {
        sqfs_off_t count = sizeof buffer;
        if (sqfs_read_range(fs, inode, at, &count, buffer) != SQFS_OK || count <= 0)
            fail("%s is damaged", self);
        for (sqfs_off_t written = 0; written < count;) {
            const ssize_t more = write(file, buffer + written, (size_t)(count - written));
            if (more < 0)
                fail("%s cannot be written: %s", path, strerror(errno));
            written += more;
        }
        at += count;
    }
    close(file);
}

static void unpack(const char *into)
{
    sqfs fs;
    sqfs_traverse walk;
    sqfs_err error = SQFS_OK;
    if (sqfs_open_image(&fs, self, offset) != SQFS_OK || sqfs_traverse_open(&walk, &fs, sqfs_inode_root(&fs)) != SQFS_OK)
        fail("%s is damaged", self);
    while (sqfs_traverse_next(&walk, &error)) {
        if (walk.dir_end)
            continue;
        char path[PATH_MAX];
        joinPath(path, into, walk.path);
        sqfs_inode inode;
        if (sqfs_inode_get(&fs, &inode, sqfs_dentry_inode(&walk.entry)) != SQFS_OK)
            fail("%s is damaged", self);
        if (S_ISDIR(inode.base.mode)) {
            if (mkdir(path, 0755) != 0)
                fail("%s cannot be made: %s", path, strerror(errno));
        } else if (S_ISLNK(inode.base.mode)) {
            char target[PATH_MAX];
            size_t size = sizeof target;
            if (sqfs_readlink(&fs, &inode, target, &size) != SQFS_OK || symlink(target, path) != 0)
                fail("%s cannot be made: %s", path, strerror(errno));
        } else if (S_ISREG(inode.base.mode)) {
            writeFile(&fs, &inode, path);
        }
    }
    if (error != SQFS_OK)
        fail("%s is damaged", self);
    sqfs_traverse_close(&walk);
    sqfs_destroy(&fs);
}

static void removeTree(const char *path)
{
    DIR *const directory = opendir(path);
    if (!directory)
        return;
    for (const struct dirent *entry; (entry = readdir(directory));) {
        if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0)
            continue;
        char child[PATH_MAX];
        joinPath(child, path, entry->d_name);
        if (unlink(child) != 0)
            removeTree(child);
    }
    closedir(directory);
    rmdir(path);
}

// Mounting.

static const struct fuse_lowlevel_ops operations = {
    .getattr = sqfs_ll_op_getattr,
    .opendir = sqfs_ll_op_opendir,
    .releasedir = sqfs_ll_op_releasedir,
    .readdir = sqfs_ll_op_readdir,
    .lookup = sqfs_ll_op_lookup,
    .open = sqfs_ll_op_open,
    .release = sqfs_ll_op_release,
    .read = sqfs_ll_op_read,
    .readlink = sqfs_ll_op_readlink,
    .forget = sqfs_ll_op_forget,
    .statfs = stfs_ll_op_statfs,
};

// libfuse mounts by itself for root, and by fusermount3 for others.
static int canMount(void)
{
    if (access("/dev/fuse", R_OK | W_OK) != 0)
        return 0;
    return geteuid() == 0 || access("/usr/bin/fusermount3", X_OK) == 0 || access("/bin/fusermount3", X_OK) == 0;
}

// Serves the file system until no process has the other end of `users`. Writes a byte to `ready` once it is mounted.
static void serve(const char *directory, int ready, int users)
{
    sqfs_ll *const fs = sqfs_ll_open(self, offset);
    if (!fs)
        _exit(1);
    char *words[] = {"stratoscope", "-o", "ro,nosuid,nodev,subtype=stratoscope", NULL};
    struct fuse_args arguments = FUSE_ARGS_INIT(3, words);
    struct fuse_lowlevel_ops copy = operations;
    sqfs_ll_chan channel;
    if (sqfs_ll_mount(&channel, directory, &arguments, &copy, sizeof copy, fs) != SQFS_OK)
        _exit(1);
    if (write(ready, "", 1) != 1)
        _exit(1);
    close(ready);
    struct fuse_buf buffer = {0};
    while (!fuse_session_exited(channel.session)) {
        struct pollfd waits[] = {{fuse_session_fd(channel.session), POLLIN, 0}, {users, POLLIN, 0}};
        if (poll(waits, 2, -1) < 0 && errno != EINTR)
            break;
        if (waits[1].revents)
            break;
        if (waits[0].revents && fuse_session_receive_buf(channel.session, &buffer) > 0)
            fuse_session_process_buf(channel.session, &buffer);
        else if (waits[0].revents & (POLLERR | POLLHUP))
            break;
    }
    free(buffer.mem);
    sqfs_ll_unmount(&channel, directory);
    rmdir(directory);
    _exit(0);
}

// Mounts the file system from a process of its own. 0 if it is not possible.
static int mountAt(const char *directory)
{
    int ready[2];
    int users[2];
    if (!canMount() || pipe2(ready, O_CLOEXEC) != 0 || pipe(users) != 0)
        return 0;
    const pid_t child = fork();
    if (child < 0)
        return 0;
    if (child == 0) {
        close(ready[0]);
        close(users[1]);
        // Neither the terminal's signals nor the pipes of whoever started the program concern this process.
        if (fork() != 0)
            _exit(0);
        setsid();
        const int null = open("/dev/null", O_RDWR);
        for (int stream = 0; stream < 3; ++stream)
            dup2(null, stream);
        serve(directory, ready[1], users[0]);
    }
    waitpid(child, NULL, 0);
    close(ready[1]);
    close(users[0]);
    char byte;
    const int isMounted = read(ready[0], &byte, 1) == 1;
    close(ready[0]);
    if (!isMounted)
        close(users[1]);
    return isMounted; // AppRun and what it starts inherit the end of the pipe
}

// Running.

static void runIn(const char *directory, char **arguments)
{
    setenv("APPDIR", directory, 1);
    setenv("APPIMAGE", self, 1);
    setenv("ARGV0", arguments[0], 1);
    char program[PATH_MAX];
    joinPath(program, directory, "AppRun");
    execv(program, arguments);
    fail("%s cannot be run: %s", program, strerror(errno));
}

static pid_t running;

static void passOn(int signalNumber)
{
    kill(running, signalNumber);
}

static int runUnpacked(char *directory, char **arguments)
{
    unpack(directory);
    running = fork();
    if (running == 0)
        runIn(directory, arguments);
    const int passed[] = {SIGHUP, SIGINT, SIGTERM};
    for (size_t i = 0; i < sizeof passed / sizeof *passed; ++i)
        signal(passed[i], passOn);
    int status = 0;
    while (waitpid(running, &status, 0) < 0 && errno == EINTR)
        continue;
    removeTree(directory);
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

static void ignore(int signalNumber)
{
    (void)signalNumber;
}

int main(int count, char **arguments)
{
    const ssize_t length = readlink("/proc/self/exe", self, sizeof self - 1);
    if (length < 0)
        fail("/proc is not mounted");
    offset = endOfProgram();

    const char *const option = count > 1 ? arguments[1] : "";
    if (strcmp(option, "--appimage-offset") == 0) {
        printf("%zu\n", offset);
        return 0;
    }
    if (strcmp(option, "--appimage-extract") == 0) {
        if (mkdir("squashfs-root", 0755) != 0)
            fail("squashfs-root cannot be made: %s", strerror(errno));
        unpack("squashfs-root");
        return 0;
    }
    char directory[PATH_MAX];
    makeDirectory(directory);
    if (strcmp(option, "--appimage-mount") == 0) {
        if (!mountAt(directory)) {
            rmdir(directory);
            fail("the file system cannot be mounted: /dev/fuse and fusermount3 (package fuse3) are needed");
        }
        puts(directory);
        fflush(stdout);
        signal(SIGINT, ignore);
        signal(SIGTERM, ignore);
        pause();
        return 0;
    }
    const char *const wish = getenv("APPIMAGE_EXTRACT_AND_RUN");
    int isUnpacked = wish && strcmp(wish, "1") == 0;
    if (strcmp(option, "--appimage-extract-and-run") == 0) {
        isUnpacked = 1;
        memmove(arguments + 1, arguments + 2, (size_t)(count - 1) * sizeof *arguments);
    }
    if (!isUnpacked && mountAt(directory))
        runIn(directory, arguments);
    return runUnpacked(directory, arguments);
}

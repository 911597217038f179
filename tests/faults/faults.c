/*
 * Faults of the disk and of the process, put under a real program by LD_PRELOAD. It counts the durable writes (fsync,
 * fdatasync) of files below PIPESMITH_FAULT_FOLDER and does at one of them what PIPESMITH_FAULT says:
 *
 *   kill-before:N   at the Nth: takes back what was written and not made durable, as a power cut would, and kills
 *   kill-after:N    lets the Nth be done, then kills
 *   full:N          from the Nth on so many writes (PIPESMITH_FAULT_TIMES, 1 unless told) fail with ENOSPC
 *   broken:N        the same with EIO, and of the durable writes themselves
 *                   both of files alone whose path has PIPESMITH_FAULT_FILES in it
 *   count           counts only
 *
 * With PIPESMITH_FAULT_COUNT=FILE each durable write appends a byte to that file. Nothing is really forced to the disk:
 * the machine goes on, and with it what was written.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <stdio.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <unistd.h>

/* What a write put over, newest first. */
struct past {
	struct past *older;
	dev_t device;
	ino_t inode;
	char *path;
	off_t offset;
	off_t size;
	size_t length;
	char bytes[];
};

enum what { NOTHING, COUNT, KILL_BEFORE, KILL_AFTER, FULL, BROKEN };

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_once_t once = PTHREAD_ONCE_INIT;
static struct past *newest;
static enum what what = NOTHING;
static long at, times = 1, count;
static int counter = -1;
static char folder[4096];
static const char *files;

static ssize_t (*real_pwrite)(int, const void *, size_t, off_t);
static ssize_t (*real_write)(int, const void *, size_t);
static int (*real_fsync)(int);
static int (*real_fdatasync)(int);
static int (*real_ftruncate)(int, off_t);

static void begin(void)
{
	real_pwrite = dlsym(RTLD_NEXT, "pwrite64");
	real_write = dlsym(RTLD_NEXT, "write");
	real_fsync = dlsym(RTLD_NEXT, "fsync");
	real_fdatasync = dlsym(RTLD_NEXT, "fdatasync");
	real_ftruncate = dlsym(RTLD_NEXT, "ftruncate64");
	const char *below = getenv("PIPESMITH_FAULT_FOLDER"), *told = getenv("PIPESMITH_FAULT");
	if (!below || !told || !realpath(below, folder))
		return;
	const char *number = strchr(told, ':');
	at = number ? atol(number + 1) : 0;
	if (!strncmp(told, "kill-before", 11))
		what = KILL_BEFORE;
	else if (!strncmp(told, "kill-after", 10))
		what = KILL_AFTER;
	else if (!strncmp(told, "full", 4))
		what = FULL;
	else if (!strncmp(told, "broken", 6))
		what = BROKEN;
	else if (!strcmp(told, "count"))
		what = COUNT;
	if (getenv("PIPESMITH_FAULT_TIMES"))
		times = atol(getenv("PIPESMITH_FAULT_TIMES"));
	files = getenv("PIPESMITH_FAULT_FILES");
	const char *file = getenv("PIPESMITH_FAULT_COUNT");
	if (file)
		counter = open(file, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
	/* What this process starts is not meant. */
	unsetenv("PIPESMITH_FAULT");
	unsetenv("LD_PRELOAD");
}

/* Whether a file lies below the folder; its path. */
static int is_meant(int file, char *path, size_t room)
{
	char link[64];
	pthread_once(&once, begin);
	if (what == NOTHING)
		return 0;
	snprintf(link, sizeof link, "/proc/self/fd/%d", file);
	ssize_t length = readlink(link, path, room - 1);
	if (length < 0)
		return 0;
	path[length] = 0;
	size_t below = strlen(folder);
	return !strncmp(path, folder, below) && path[below] == '/';
}

static void keep(int file, const char *path, off_t offset, size_t length)
{
	struct stat is;
	if (what != KILL_BEFORE || fstat(file, &is) || !S_ISREG(is.st_mode))
		return;
	struct past *past = malloc(sizeof *past + length);
	if (!past)
		return;
	*past = (struct past){ newest, is.st_dev, is.st_ino, strdup(path), offset, is.st_size, 0 };
	/* The file may be open for writing alone. */
	int reader = open(path, O_RDONLY | O_CLOEXEC);
	ssize_t got = reader < 0 ? 0 : pread(reader, past->bytes, length, offset);
	if (reader >= 0)
		close(reader);
	past->length = got > 0 ? got : 0;
	newest = past;
}

static void forget(int file)
{
	struct stat is;
	if (fstat(file, &is))
		return;
	struct past **place = &newest;
	while (*place) {
		struct past *past = *place;
		if (past->device == is.st_dev && past->inode == is.st_ino) {
			*place = past->older;
			free(past->path);
			free(past);
		} else {
			place = &past->older;
		}
	}
}

/* Another thread may look at a mapped file that becomes shorter: it ends with the power, too. */
static void end(int signal)
{
	(void)signal;
	kill(getpid(), SIGKILL);
}

static void take_back(void)
{
	signal(SIGBUS, end);
	for (struct past *past = newest; past; past = past->older) {
		struct stat is;
		int file = open(past->path, O_WRONLY | O_CLOEXEC);
		if (file < 0)
			continue;
		/* Only the same file: another may have its name by now. */
		if (!fstat(file, &is) && is.st_ino == past->inode && is.st_dev == past->device) {
			if (past->length)
				real_pwrite(file, past->bytes, past->length, past->offset);
			real_ftruncate(file, past->size);
		}
		close(file);
	}
}

/* The error with which a write fails now; none with 0. */
static int refuses(const char *path, int syncs)
{
	int faulty = (what == FULL && !syncs) || what == BROKEN;
	if (!faulty || count < at || times <= 0 || (files && !strstr(path, files)))
		return 0;
	times--;
	return what == FULL ? ENOSPC : EIO;
}

static int make_durable(int file, int (*really)(int))
{
	char path[4096];
	if (!is_meant(file, path, sizeof path))
		return really(file);
	pthread_mutex_lock(&lock);
	count++;
	if (counter >= 0)
		real_write(counter, ".", 1);
	if (what == KILL_BEFORE && count == at) {
		take_back();
		kill(getpid(), SIGKILL);
	}
	int error = refuses(path, 1);
	if (!error)
		forget(file);
	if (what == KILL_AFTER && count == at)
		kill(getpid(), SIGKILL);
	pthread_mutex_unlock(&lock);
	errno = error;
	return error ? -1 : 0;
}

int fsync(int file)
{
	pthread_once(&once, begin);
	return make_durable(file, real_fsync);
}

int fdatasync(int file)
{
	pthread_once(&once, begin);
	return make_durable(file, real_fdatasync);
}

static ssize_t put(int file, const void *bytes, size_t length, off_t offset, int placed)
{
	char path[4096];
	if (!is_meant(file, path, sizeof path))
		return placed ? real_pwrite(file, bytes, length, offset) : real_write(file, bytes, length);
	pthread_mutex_lock(&lock);
	int error = refuses(path, 0);
	ssize_t result = -1;
	if (!error) {
		off_t from = placed ? offset : lseek(file, 0, SEEK_CUR);
		struct stat is;
		if (!placed && (fcntl(file, F_GETFL) & O_APPEND) && !fstat(file, &is))
			from = is.st_size;
		if (from >= 0)
			keep(file, path, from, length);
		result = placed ? real_pwrite(file, bytes, length, offset) : real_write(file, bytes, length);
		error = errno;
	}
	pthread_mutex_unlock(&lock);
	errno = error;
	return result;
}

ssize_t pwrite64(int file, const void *bytes, size_t length, off_t offset)
{
	return put(file, bytes, length, offset, 1);
}

ssize_t pwrite(int file, const void *bytes, size_t length, off_t offset)
{
	return put(file, bytes, length, offset, 1);
}

ssize_t write(int file, const void *bytes, size_t length)
{
	return put(file, bytes, length, 0, 0);
}

int ftruncate64(int file, off_t size)
{
	char path[4096];
	struct stat is;
	pthread_once(&once, begin);
	if (is_meant(file, path, sizeof path) && !fstat(file, &is) && size < is.st_size) {
		pthread_mutex_lock(&lock);
		keep(file, path, size, is.st_size - size);
		pthread_mutex_unlock(&lock);
	}
	return real_ftruncate(file, size);
}

int ftruncate(int file, off_t size)
{
	return ftruncate64(file, size);
}

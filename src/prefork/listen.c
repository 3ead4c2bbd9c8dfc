/* SPDX-License-Identifier: ISC */
#include "prefork/prefork.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/log.h"

#define BACKLOG      1024
#define FIRST_PASSED 3 /* SD_LISTEN_FDS_START */

static struct {
	char  path[sizeof(((struct sockaddr_un *)0)->sun_path)];
	dev_t dev;
	ino_t ino;
} bound;

static enum err
refuse(const char *path, const char *what)
{
	LOG(EV_SOCKET_BAD, log_str("path", path), log_str("what", what));
	return ERR_UNAVAILABLE;
}

static bool
is_listener(int fd)
{
	int       yes = 0;
	socklen_t len = sizeof(yes);

	return getsockopt(fd, SOL_SOCKET, SO_ACCEPTCONN, &yes, &len) == 0 && yes;
}

/* A number from the environment, -1 when there is none. */
static int64_t
env_number(const char *name)
{
	const char *value = getenv(name);
	int64_t     number;

	if (value == NULL || !parse_int(text_of(value), 0, INT32_MAX, &number))
		return -1;
	return number;
}

static int
passed_down(void)
{
	int64_t fd = env_number("SOUNDINGS_LISTENER");

	if (fd >= 0 && is_listener((int)fd))
		return (int)fd;
	if (env_number("LISTEN_PID") == getpid() && env_number("LISTEN_FDS") >= 1 &&
	    is_listener(FIRST_PASSED))
		return FIRST_PASSED;
	return is_listener(STDIN_FILENO) ? STDIN_FILENO : -1;
}

/* Somebody answers at this address. */
static bool
answered(const struct sockaddr_un *at)
{
	int  fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	bool alive =
	    fd >= 0 &&
	    (connect(fd, (const struct sockaddr *)at, sizeof(*at)) == 0 || errno == EAGAIN);

	if (fd >= 0)
		close(fd);
	return alive;
}

/* Bound aside and renamed into place: whoever finds the path can connect. */
static enum err
bind_at(const char *path, int fd)
{
	struct sockaddr_un final = { .sun_family = AF_UNIX };
	struct sockaddr_un aside = { .sun_family = AF_UNIX };
	struct stat        st;

	if (!print_to(final.sun_path, sizeof(final.sun_path), "%s", path) ||
	    !print_to(aside.sun_path, sizeof(aside.sun_path), "%s.new", path))
		return refuse(path, "the path is longer than the 103 bytes that a "
		                    "socket may have");
	/* Workers of a master that was killed may be finishing their requests. */
	for (int tries = 0; answered(&final); tries++) {
		if (tries == 20)
			return refuse(path, "another server answers there");
		usleep(100000);
	}
	if (lstat(path, &st) == 0 && !S_ISSOCK(st.st_mode))
		return refuse(path, "something that is not a socket stands there");
	if (unlink(aside.sun_path) < 0 && errno != ENOENT)
		return refuse(path, strerror(errno));
	if (bind(fd, (struct sockaddr *)&aside, sizeof(aside)) < 0)
		return refuse(path, strerror(errno));
	if (chmod(aside.sun_path, 0660) < 0 || listen(fd, BACKLOG) < 0 ||
	    stat(aside.sun_path, &st) < 0 || rename(aside.sun_path, path) < 0) {
		enum err err = refuse(path, strerror(errno));

		unlink(aside.sun_path);
		return err;
	}
	memcpy(bound.path, final.sun_path, sizeof(bound.path));
	bound.dev = st.st_dev;
	bound.ino = st.st_ino;
	return ERR_OK;
}

/* The folder is the wall: who cannot enter it cannot reach the socket. */
static void
make_folder(const char *path)
{
	const char *slash = strrchr(path, '/');
	char        folder[sizeof(bound.path)];

	if (slash != NULL && slash != path &&
	    print_to(folder, sizeof(folder), "%.*s", (int)(slash - path), path))
		(void)!mkdir(folder, 0750); /* bind will say what is wrong */
}

enum err
prefork_listen(const char *path, int *listener_out)
{
	int      fd = passed_down();
	enum err err = ERR_OK;

	if (fd < 0 && path[0] != '/')
		return refuse(path, "no socket was handed down, and this is not an "
		                    "absolute path to make one");
	if (fd < 0) {
		make_folder(path);
		fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
		if (fd < 0)
			return refuse(path, strerror(errno));
		err = bind_at(path, fd);
	} else {
		struct stat st;

		/* Ours of before a restart: still ours to remove. */
		if (getenv("SOUNDINGS_LISTENER") != NULL && stat(path, &st) == 0 &&
		    print_to(bound.path, sizeof(bound.path), "%s", path)) {
			bound.dev = st.st_dev;
			bound.ino = st.st_ino;
		}
	}
	/* Several workers wait for one connection; who comes late must not
	 * block in accept. */
	if (err == ERR_OK && fcntl(fd, F_SETFL, O_NONBLOCK) < 0)
		err = refuse(path, strerror(errno));
	if (err != ERR_OK) {
		close(fd);
		return err;
	}
	unsetenv("LISTEN_PID");
	unsetenv("LISTEN_FDS");
	unsetenv("LISTEN_FDNAMES");
	unsetenv("SOUNDINGS_LISTENER");
	*listener_out = fd;
	return ERR_OK;
}

void
prefork_unlisten(void)
{
	struct stat st;

	if (bound.path[0] != '\0' && stat(bound.path, &st) == 0 && st.st_dev == bound.dev &&
	    st.st_ino == bound.ino)
		unlink(bound.path);
	bound.path[0] = '\0';
}

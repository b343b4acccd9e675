/* Other programs of the same name: there is a well-known one. */
#include "cmd.h"

#include "base/die.h"
#include "base/os.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static void namesake_say(const char *path)
{
    bool kind = strcmp(program_name(), "kind") == 0;
    complain("another program called %s is at %s%s; install this one under another name with 'make install "
             "PROGRAM=kindly', or put its folder first in PATH",
             program_name(), path,
             kind ? "; Kubernetes in Docker has that name ('kind create cluster')" : "");
}

/* Nothing that is found is run. Where the system does not tell which file this program is, the first of its
   name is taken for it. */
void namesakes_say(void)
{
    struct stat self, found;
    bool known = os_program() && stat(os_program(), &self) == 0;
    for (const char *at = getenv("PATH"); at && *at;) {
        size_t length = strcspn(at, ":");
        struct buf name = {0};
        buf_add(&name, at, length);
        buf_printf(&name, "%s%s", length ? "/" : "", program_name());
        if (access(name.bytes, X_OK) == 0 && stat(name.bytes, &found) == 0 && S_ISREG(found.st_mode)) {
            if (!known)
                self = found;
            known = true;
            if (self.st_dev != found.st_dev || self.st_ino != found.st_ino)
                namesake_say(name.bytes);
        }
        buf_free(&name);
        at += length + (at[length] == ':');
    }
}

/* Chance: the kernel's random bytes, or those of KIND_SEED. An empty KIND_SEED counts as none, so that an
   emptied variable never makes two runs draw the same ids. */
#include "chance.h"

#include "base/buf.h"
#include "base/hash.h"
#include "base/os.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* The start of the stream that belongs to SEED and SALT, the same on every machine. */
static uint64_t stream_start(const char *seed, uint64_t salt)
{
    unsigned char tail[8];
    for (int i = 0; i < 8; i++)
        tail[i] = (unsigned char)(salt >> (8 * i));
    return hash_fnv(hash_fnv(HASH_START, seed, strlen(seed)), tail, sizeof tail);
}

/* The next 64 bits of SplitMix64: Steele, Lea and Flood, "Fast splittable pseudorandom number generators",
 * 2014. */
static uint64_t stream_next(uint64_t *state)
{
    uint64_t z = *state += 0x9e3779b97f4a7c15;
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
    z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
    return z ^ (z >> 31);
}

/* Each call starts on a fresh word of the stream, low byte first. */
static void stream_bytes(uint64_t *state, unsigned char *out, size_t length)
{
    uint64_t word = 0;
    for (size_t i = 0; i < length; i++) {
        word = i % 8 ? word >> 8 : stream_next(state);
        out[i] = (unsigned char)word;
    }
}

/* For kernels that have no getrandom. */
static bool device_bytes(unsigned char *out, size_t length)
{
    int fd = open("/dev/urandom", O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return false;
    int error = 0, times = 0;
    while (length && !error) {
        ssize_t got = read(fd, out, length);
        if (got > 0) {
            out += got;
            length -= (size_t)got;
        } else if (got == 0) {
            error = EIO;
        } else if (!call_again(&times)) {
            error = errno;
        }
    }
    close(fd);
    errno = error;
    return !error;
}

/* False with errno set if the kernel refuses. */
static bool kernel_bytes(unsigned char *out, size_t length)
{
    int times = 0;
    while (length) {
        ssize_t got = os_random(out, length);
        if (got >= 0) {
            out += got;
            length -= (size_t)got;
        } else if (errno == ENOSYS) {
            return device_bytes(out, length);
        } else if (!call_again(&times)) {
            return false;
        }
    }
    return true;
}

bool chance_bytes(struct chance *chance, uint64_t salt, void *bytes, size_t length)
{
    if (!chance->started) {
        const char *seed = getenv("KIND_SEED");
        chance->started = true;
        chance->seeded = seed && *seed;
        if (chance->seeded)
            chance->state = stream_start(seed, salt);
    }
    if (!chance->seeded)
        return kernel_bytes(bytes, length);
    stream_bytes(&chance->state, bytes, length);
    return true;
}

uint64_t chance_of(const char *text)
{
    uint64_t state = hash_fnv(HASH_START, text, strlen(text));
    return stream_next(&state);
}

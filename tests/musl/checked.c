/* What glibc's headers had put into Debian's static libraries in the place of snprintf, vsnprintf and
   strncpy, for a C library that has no such calls. */
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

int __snprintf_chk(char *out, size_t size, int flag, size_t room, const char *format, ...);
int __vsnprintf_chk(char *out, size_t size, int flag, size_t room, const char *format, va_list list);
char *__strncpy_chk(char *to, const char *from, size_t length, size_t room);

int __vsnprintf_chk(char *out, size_t size, int flag, size_t room, const char *format, va_list list)
{
    (void)flag;
    return vsnprintf(out, size < room ? size : room, format, list);
}

int __snprintf_chk(char *out, size_t size, int flag, size_t room, const char *format, ...)
{
    va_list list;
    va_start(list, format);
    int length = __vsnprintf_chk(out, size, flag, room, format, list);
    va_end(list);
    return length;
}

char *__strncpy_chk(char *to, const char *from, size_t length, size_t room)
{
    return strncpy(to, from, length < room ? length : room);
}

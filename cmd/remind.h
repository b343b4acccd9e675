/* What the files of kind remind share. */
#ifndef KIND_REMIND_H
#define KIND_REMIND_H

#include "cmd.h"

enum { EVENING = 1080, EVENING_INSTALLED = 1200 }; /* 18:00 and 20:00, in minutes after midnight */

/* From which clock on mood and goals are due, in minutes after midnight: as --at or the configuration says,
   or else USUAL. */
int remind_evening(const struct session *session, const struct args *args, int usual);

/* notify.c: shows WORDS (lines) through notify-send, for as long as SECONDS. ASKING offers moods to answer
   with; *MOOD, in tenths, is the answer, or as it was. False if there is no session to show it in, or
   notify-send is not there or failed. */
bool notify_send(const char *words, bool asking, double seconds, int *mood);

/* timer.c: what calls kind remind. Each is one word of the command, and returns an exit status. */
int timer_install(const struct session *session, const struct args *args);
int timer_status(const struct session *session, const struct args *args);
int timer_uninstall(const struct session *session, const struct args *args);

#endif

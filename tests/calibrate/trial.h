/* How often the two experiments are wrong. */
#ifndef KIND_CALIBRATE_TRIAL_H
#define KIND_CALIBRATE_TRIAL_H

#include <stddef.h>
#include <stdint.h>

/* Two tables on standard output, RUNS made-up experiments of each kind, length and effect; fewer of the
   long ones. */
void trials_print(size_t runs, uint64_t seed);

#endif

/* Errors of a function's doubles against MPFR. Usage: functionErrors NAME < records of three doubles x, y, f(x, y).
   Prints the largest error in units of the last place (2^-1074 at least), where it is, and how many points were read. An
   infinity or NaN that should be none, or the other way round, counts as an infinite error. */
#include <math.h>
#include <mpfr.h>
#include <stdio.h>
#include <string.h>

static void gelu(mpfr_t r, const mpfr_t x) {
  mpfr_t half;
  mpfr_init2(half, mpfr_get_prec(r));
  mpfr_set_d(half, 0.5, MPFR_RNDN);
  mpfr_sqrt(half, half, MPFR_RNDN);
  mpfr_mul(half, half, x, MPFR_RNDN);
  mpfr_neg(half, half, MPFR_RNDN);
  mpfr_erfc(half, half, MPFR_RNDN);
  mpfr_mul(r, half, x, MPFR_RNDN);
  mpfr_div_ui(r, r, 2, MPFR_RNDN);
  mpfr_clear(half);
}

static void sigmoid(mpfr_t r, const mpfr_t x) {
  mpfr_neg(r, x, MPFR_RNDN);
  mpfr_exp(r, r, MPFR_RNDN);
  mpfr_add_ui(r, r, 1, MPFR_RNDN);
  mpfr_ui_div(r, 1, r, MPFR_RNDN);
}

static void softplus(mpfr_t r, const mpfr_t x) {
  if (mpfr_cmp_ui(x, 1000) > 0) { /* by less than e^-1000, and e^x would leave MPFR's range */
    mpfr_set(r, x, MPFR_RNDN);
    return;
  }
  mpfr_exp(r, x, MPFR_RNDN);
  mpfr_log1p(r, r, MPFR_RNDN);
}

static int evaluate(const char *name, mpfr_t r, const mpfr_t x, const mpfr_t y) {
  typedef int unary(mpfr_t, const mpfr_t, mpfr_rnd_t);
  static const struct { const char *name; unary *f; } direct[] = {
      {"exp", mpfr_exp}, {"expm1", mpfr_expm1}, {"log", mpfr_log},   {"log1p", mpfr_log1p}, {"sinh", mpfr_sinh},
      {"cosh", mpfr_cosh}, {"tanh", mpfr_tanh}, {"sin", mpfr_sin},   {"cos", mpfr_cos},     {"tan", mpfr_tan},
      {"erf", mpfr_erf}, {"sqrt", mpfr_sqrt}};
  for (size_t i = 0; i < sizeof direct / sizeof *direct; i++)
    if (!strcmp(name, direct[i].name)) return direct[i].f(r, x, MPFR_RNDN), 1;
  if (!strcmp(name, "power")) {
    mpfr_pow(r, x, y, MPFR_RNDN);
    /* 1 in C, NaN in JavaScript */
    if (mpfr_cmpabs_ui(x, 1) == 0 && !mpfr_number_p(y)) mpfr_set_nan(r);
  }
  else if (!strcmp(name, "sigmoid")) sigmoid(r, x);
  else if (!strcmp(name, "softplus")) softplus(r, x);
  else if (!strcmp(name, "gelu")) gelu(r, x);
  else if (!strcmp(name, "silu")) sigmoid(r, x), mpfr_mul(r, r, x, MPFR_RNDN);
  else if (!strcmp(name, "mish")) softplus(r, x), mpfr_tanh(r, r, MPFR_RNDN), mpfr_mul(r, r, x, MPFR_RNDN);
  else if (!strcmp(name, "elu")) mpfr_sgn(x) > 0 ? mpfr_set(r, x, MPFR_RNDN) : mpfr_expm1(r, x, MPFR_RNDN);
  else return 0;
  return 1;
}

static double ulps(const mpfr_t exact, double value, mpfr_t difference) {
  const double rounded = mpfr_get_d(exact, MPFR_RNDN);
  if (isnan(rounded) || isnan(value)) return isnan(rounded) && isnan(value) ? 0 : INFINITY;
  if (mpfr_inf_p(exact)) return value == rounded ? 0 : INFINITY;
  /* an overflow that comes a few units early or late is an error of as many units */
  const mpfr_exp_t exponent = mpfr_zero_p(exact) ? -1074 : mpfr_get_exp(exact) - 1;
  if (isinf(value)) mpfr_set_si_2exp(difference, value > 0 ? 1 : -1, 1024, MPFR_RNDN);
  else mpfr_set_d(difference, value, MPFR_RNDN);
  if (isinf(value) && mpfr_cmpabs(exact, difference) >= 0) return signbit(value) == signbit(rounded) ? 0 : INFINITY;
  if (exponent > 1023) return INFINITY;
  mpfr_sub(difference, difference, exact, MPFR_RNDN);
  const mpfr_exp_t unit = exponent - 52 > -1074 ? exponent - 52 : -1074;
  mpfr_mul_2si(difference, difference, -unit, MPFR_RNDN);
  return fabs(mpfr_get_d(difference, MPFR_RNDN));
}

int main(int count, char **argument) {
  if (count != 2) return 2;
  mpfr_t x, y, exact, difference;
  mpfr_inits2(160, x, y, exact, difference, (mpfr_ptr)0);
  double record[3], worst = 0, at[2] = {0, 0};
  long points = 0;
  for (; fread(record, sizeof record, 1, stdin) == 1; points++) {
    mpfr_set_d(x, record[0], MPFR_RNDN);
    mpfr_set_d(y, record[1], MPFR_RNDN);
    if (!evaluate(argument[1], exact, x, y)) return 2;
    const double error = ulps(exact, record[2], difference);
    if (error > worst) worst = error, at[0] = record[0], at[1] = record[1];
  }
  printf("%.3f %.17g %.17g %ld\n", worst, at[0], at[1], points);
  return 0;
}

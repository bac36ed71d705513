// The same with SIMD by hand: 64 trajectories side by side, every loop over them a vector one (GCC with -ffast-math takes log,
// cos, sin and tanh from glibc's libmvec), one xoroshiro128++ a trajectory (Blackman and Vigna), normals by Box-Muller.
// Usage as scalar.cpp, for M1 and M2; prints the same two numbers.
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <ctime>
#include <vector>

constexpr int W = 64;

static double now() {
  timespec t;
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
  return 1e9 * t.tv_sec + t.tv_nsec;
}

static uint64_t mixed(uint64_t &z) {  // splitmix64
  uint64_t x = z += 0x9e3779b97f4a7c15;
  x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9;
  x = (x ^ (x >> 27)) * 0x94d049bb133111eb;
  return x ^ (x >> 31);
}

struct Normals {
  alignas(64) uint64_t a[W], b[W];

  explicit Normals(uint64_t seed) {
    for (int k = 0; k < W; k++) a[k] = mixed(seed), b[k] = mixed(seed);
  }

  // in (0, 1], from the bits of a double in [1, 2)
  void uniform(double *u) {
#pragma omp simd
    for (int k = 0; k < W; k++) {
      const uint64_t s0 = a[k], sum = s0 + b[k], s1 = b[k] ^ s0;
      const uint64_t word = ((sum << 17) | (sum >> 47)) + s0;
      a[k] = ((s0 << 49) | (s0 >> 15)) ^ s1 ^ (s1 << 21);
      b[k] = (s1 << 28) | (s1 >> 36);
      const uint64_t bits = (word >> 12) | 0x3ff0000000000000;
      double d;
      __builtin_memcpy(&d, &bits, 8);
      u[k] = 2 - d;
    }
  }

  void two(double *x, double *y) {
    alignas(64) double u[W], v[W];
    uniform(u);
    uniform(v);
#pragma omp simd
    for (int k = 0; k < W; k++) u[k] = std::sqrt(-2 * std::log(u[k])), v[k] *= 6.283185307179586;
    // apart, since GCC has no vector function for both at once
#pragma omp simd
    for (int k = 0; k < W; k++) x[k] = u[k] * std::cos(v[k]);
#pragma omp simd
    for (int k = 0; k < W; k++) y[k] = u[k] * std::sin(v[k]);
  }
};

int main(int, char **argument) {
  const bool isWell = !strcmp(argument[1], "M1");
  const long trajectories = atol(argument[2]), steps = atol(argument[3]);
  const double dt = atof(argument[4]), epsilon = atof(argument[5]), a = atof(argument[6]), b = atof(argument[7]);
  std::vector<double> x, y;
  double u, v;
  while (!isWell && scanf("%lf %lf", &u, &v) == 2) x.push_back(u), y.push_back(v);
  const size_t n = x.size();
  const long groups = (trajectories + W - 1) / W;
  long near = 0;
  alignas(64) double p[W], q[W], e[W], f[W];
  const double begin = now();
  for (long g = 0; g < groups; g++) {
    Normals normals(g);
    normals.two(p, q);
    for (int k = 0; k < W; k++) p[k] *= 0.001, q[k] *= 0.001;
    if (isWell) {  // a = mu, b = zeta; two steps a draw
      const double size = std::sqrt(dt) * b;
      for (long s = 0; s < steps; s += 2) {
        normals.two(e, f);
#pragma omp simd
        for (int k = 0; k < W; k++) {
          const double once = p[k] + dt * (a * p[k] - p[k] * p[k] * p[k]) + size * p[k] * e[k];
          p[k] = once + dt * (a * once - once * once * once) + size * once * f[k];
        }
      }
      for (int k = 0; k < W; k++) q[k] = 0;
    } else {  // a = eta, b = zeta
      const double scale = dt * a * b * b / n;
      for (long s = 0; s < steps; s++) {
        alignas(64) double d1[W] = {}, d2[W] = {}, c11[W] = {}, c12[W] = {}, c22[W] = {};
        for (size_t i = 0; i < n; i++) {
          const double xi = x[i], yi = y[i];
#pragma omp simd
          for (int k = 0; k < W; k++) {
            const double t = std::tanh(p[k] * xi), g1 = q[k] * (1 - t * t) * xi, residual = q[k] * t - yi;
            d1[k] += residual * g1, d2[k] += residual * t, c11[k] += g1 * g1, c12[k] += g1 * t, c22[k] += t * t;
          }
        }
        normals.two(e, f);
#pragma omp simd
        for (int k = 0; k < W; k++) {
          const double l11 = std::sqrt(scale * c11[k]), l21 = l11 > 0 ? scale * c12[k] / l11 : 0;
          const double l22 = std::sqrt(std::fmax(scale * c22[k] - l21 * l21, 0));
          p[k] += -dt * d1[k] / n + l11 * e[k];
          q[k] += -dt * d2[k] / n + l21 * e[k] + l22 * f[k];
        }
      }
    }
    for (int k = 0; k < W && g * W + k < trajectories; k++) near += std::sqrt(p[k] * p[k] + q[k] * q[k]) < epsilon;
  }
  printf("%g %g\n", (now() - begin) / (double(groups) * W * steps), double(near) / trajectories);
}

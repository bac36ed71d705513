// The program that one writes in ten minutes: Euler-Maruyama, one trajectory after the other, the standard library's
// generator and normal numbers. Usage: scalar MODEL TRAJECTORIES STEPS DT EPSILON CONSTANTS... [< samples]
// MODEL is M1, M2, or net J: J tanh neurons with label noise, one normal number a sample and step.
// Prints nanoseconds of CPU a step and the share of trajectories within EPSILON of the set.
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <ctime>
#include <random>
#include <vector>

static double now() {
  timespec t;
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
  return 1e9 * t.tv_sec + t.tv_nsec;
}

int main(int, char **argument) {
  const bool isWell = !strcmp(argument[1], "M1");
  const size_t neurons = !strncmp(argument[1], "net", 3) ? atol(argument[1] + 3) : 0;
  const long trajectories = atol(argument[2]), steps = atol(argument[3]);
  const double dt = atof(argument[4]), epsilon = atof(argument[5]), a = atof(argument[6]), b = atof(argument[7]);
  std::vector<double> x, y;
  double u, v;
  while (!isWell && scanf("%lf %lf", &u, &v) == 2) x.push_back(u), y.push_back(v);
  const size_t n = x.size();
  std::mt19937_64 generator(1);
  std::normal_distribution<double> normal;
  long near = 0;
  const double begin = now();
  for (long k = 0; k < trajectories; k++) {
    if (neurons > 0) {  // a = eta, b = zeta
      std::vector<double> w(neurons), c(neurons), t(neurons), dw(neurons), dc(neurons), nw(neurons), nc(neurons);
      for (size_t j = 0; j < neurons; j++) w[j] = 0.5 * normal(generator), c[j] = 0.5 * normal(generator);
      for (long s = 0; s < steps; s++) {
        for (size_t j = 0; j < neurons; j++) dw[j] = dc[j] = nw[j] = nc[j] = 0;
        for (size_t i = 0; i < n; i++) {
          double f = 0;
          for (size_t j = 0; j < neurons; j++) t[j] = std::tanh(w[j] * x[i]), f += c[j] * t[j];
          const double residual = f - y[i], e = normal(generator);
          for (size_t j = 0; j < neurons; j++) {
            const double g = c[j] * (1 - t[j] * t[j]) * x[i];
            dw[j] += residual * g, dc[j] += residual * t[j], nw[j] += e * g, nc[j] += e * t[j];
          }
        }
        const double size = std::sqrt(dt * a * b * b / n);
        for (size_t j = 0; j < neurons; j++) w[j] += size * nw[j] - dt * dw[j] / n, c[j] += size * nc[j] - dt * dc[j] / n;
      }
      double square = 0;
      for (size_t j = 0; j < neurons; j++) square += w[j] * w[j] + c[j] * c[j];
      near += std::sqrt(square) < epsilon;
    } else if (isWell) {  // a = mu, b = zeta
      double theta = 0.001 * normal(generator);
      const double root = std::sqrt(dt);
      for (long s = 0; s < steps; s++) theta += dt * (a * theta - theta * theta * theta) + root * b * theta * normal(generator);
      near += std::fabs(theta) < epsilon;
    } else {  // a = eta, b = zeta: label noise of covariance eta zeta^2 mean(grad f grad f^T)
      double w1 = 0.001 * normal(generator), w2 = 0.001 * normal(generator);
      for (long s = 0; s < steps; s++) {
        double d1 = 0, d2 = 0, c11 = 0, c12 = 0, c22 = 0;
        for (size_t i = 0; i < n; i++) {
          const double t = std::tanh(w1 * x[i]), g1 = w2 * (1 - t * t) * x[i], residual = w2 * t - y[i];
          d1 += residual * g1, d2 += residual * t, c11 += g1 * g1, c12 += g1 * t, c22 += t * t;
        }
        const double scale = dt * a * b * b / n;
        const double l11 = std::sqrt(scale * c11), l21 = l11 > 0 ? scale * c12 / l11 : 0;
        const double l22 = std::sqrt(std::fmax(scale * c22 - l21 * l21, 0));
        const double e1 = normal(generator), e2 = normal(generator);
        w1 += -dt * d1 / n + l11 * e1;
        w2 += -dt * d2 / n + l21 * e1 + l22 * e2;
      }
      near += std::hypot(w1, w2) < epsilon;
    }
  }
  printf("%g %g\n", (now() - begin) / (double(trajectories) * steps), double(near) / trajectories);
}

"""The same in Numba, one trajectory after the other. Usage as scalar.cpp, for M1 and M2; prints the same two numbers."""

import sys
import time

import numpy as np
from numba import njit


@njit
def well(trajectories, steps, dt, epsilon, mu, zeta):
    near = 0
    for _ in range(trajectories):
        theta = 0.001 * np.random.standard_normal()
        for _ in range(steps):
            theta += dt * (mu * theta - theta**3) + np.sqrt(dt) * zeta * theta * np.random.standard_normal()
        near += abs(theta) < epsilon
    return near


@njit
def neuron(trajectories, steps, dt, epsilon, eta, zeta, x, y):
    near = 0
    n = len(x)
    scale = dt * eta * zeta * zeta / n
    for _ in range(trajectories):
        w1 = 0.001 * np.random.standard_normal()
        w2 = 0.001 * np.random.standard_normal()
        for _ in range(steps):
            d1 = d2 = c11 = c12 = c22 = 0.0
            for i in range(n):
                t = np.tanh(w1 * x[i])
                g = w2 * (1 - t * t) * x[i]
                residual = w2 * t - y[i]
                d1 += residual * g
                d2 += residual * t
                c11 += g * g
                c12 += g * t
                c22 += t * t
            l11 = np.sqrt(scale * c11)
            l21 = scale * c12 / l11 if l11 > 0 else 0.0
            l22 = np.sqrt(max(scale * c22 - l21 * l21, 0.0))
            e1 = np.random.standard_normal()
            w1 += -dt * d1 / n + l11 * e1
            w2 += -dt * d2 / n + l21 * e1 + l22 * np.random.standard_normal()
        near += np.sqrt(w1 * w1 + w2 * w2) < epsilon
    return near


model, trajectories, steps = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
numbers = list(map(float, sys.argv[4:8]))
run, data = (well, ()) if model == "M1" else (neuron, np.loadtxt(sys.stdin).T.copy())
run(1, 1, *numbers, *data)
begin = time.process_time()
near = run(trajectories, steps, *numbers, *data)
print((time.process_time() - begin) * 1e9 / (trajectories * steps), near / trajectories)

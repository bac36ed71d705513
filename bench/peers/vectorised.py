"""The same in NumPy, all trajectories at once. Usage as scalar.cpp; prints the same two numbers."""

import sys
import time

import numpy as np

model, trajectories, steps = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
dt, epsilon, a, b = map(float, sys.argv[4:8])
generator = np.random.default_rng(1)
if model == "M1":
    theta = 0.001 * generator.standard_normal(trajectories)
    begin = time.process_time()
    for _ in range(steps):
        noise = generator.standard_normal(trajectories)
        theta = theta + dt * (a * theta - theta * theta * theta) + np.sqrt(dt) * b * theta * noise
    distance = np.abs(theta)
else:
    x, y = np.loadtxt(sys.stdin).T
    w = 0.001 * generator.standard_normal((2, trajectories))
    begin = time.process_time()
    for _ in range(steps):
        t = np.tanh(np.outer(x, w[0]))
        g = w[1] * (1 - t * t) * x[:, None]
        residual = w[1] * t - y[:, None]
        c11, c12, c22 = (g * g).mean(0), (g * t).mean(0), (t * t).mean(0)
        scale = dt * a * b * b
        l11 = np.sqrt(scale * c11)
        l21 = np.divide(scale * c12, l11, out=np.zeros_like(l11), where=l11 > 0)
        l22 = np.sqrt(np.maximum(scale * c22 - l21 * l21, 0))
        e = generator.standard_normal((2, trajectories))
        w = w + np.stack([-dt * (residual * g).mean(0) + l11 * e[0], -dt * (residual * t).mean(0) + l21 * e[0] + l22 * e[1]])
    distance = np.hypot(*w)
used = time.process_time() - begin
print(used * 1e9 / (trajectories * steps), (distance < epsilon).mean())

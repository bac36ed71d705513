"""The same in JAX, in doubles, all trajectories at once. Usage as scalar.cpp, for M1 and M2; prints the same two numbers."""

import os
import sys
import time

os.environ["XLA_FLAGS"] = "--xla_cpu_multi_thread_eigen=false intra_op_parallelism_threads=1"

import jax
import jax.numpy as jnp
import numpy as np

jax.config.update("jax_enable_x64", True)
jax.config.update("jax_platforms", "cpu")
model, trajectories, steps = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
dt, epsilon, a, b = map(float, sys.argv[4:8])
dimension = 1 if model == "M1" else 2
x, y = (np.zeros((2, 1)) if model == "M1" else np.loadtxt(sys.stdin).T)[:, :, None]


def well(theta, noise):
    return theta + dt * (a * theta - theta**3) + jnp.sqrt(dt) * b * theta * noise


def neuron(w, noise):
    t = jnp.tanh(x * w[0])
    g = w[1] * (1 - t * t) * x
    residual = w[1] * t - y
    c11, c12, c22 = (g * g).mean(0), (g * t).mean(0), (t * t).mean(0)
    scale = dt * a * b * b
    l11 = jnp.sqrt(scale * c11)
    l21 = jnp.where(l11 > 0, scale * c12 / jnp.where(l11 > 0, l11, 1), 0)
    l22 = jnp.sqrt(jnp.maximum(scale * c22 - l21 * l21, 0))
    moves = (-dt * (residual * g).mean(0) + l11 * noise[0], -dt * (residual * t).mean(0) + l21 * noise[0] + l22 * noise[1])
    return w + jnp.stack(moves)


@jax.jit
def run(key):
    key, own = jax.random.split(key)
    start = 0.001 * jax.random.normal(own, (dimension, trajectories))
    step = well if model == "M1" else neuron
    draw = lambda i: jax.random.normal(jax.random.fold_in(key, i), (dimension, trajectories))
    return jax.lax.fori_loop(0, steps, lambda i, theta: step(theta, draw(i)), start)


compiled = run.lower(jax.random.key(1)).compile()
begin = time.process_time()
theta = np.asarray(compiled(jax.random.key(1)))
used = time.process_time() - begin
print(used * 1e9 / (trajectories * steps), (np.sqrt((theta**2).sum(0)) < epsilon).mean())

"""The tasks of training.ts in NumPy (gradients by hand) or PyTorch (autograd), on one thread: steps a second of CPU time."""

import os
import sys
import time

for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[name] = "1"

import numpy as np

generator = np.random.default_rng(1)
batch, eta = 32, 1e-3


def rate(step):
    def run(count):
        begin = time.process_time()
        for _ in range(count):
            step()
        return time.process_time() - begin

    count = 1
    while run(count) < 0.15:
        count *= 2
    return 10 * count / run(10 * count)


def draw(*shape):
    return (generator.standard_normal(shape) / np.sqrt(np.prod(shape[:-1]))).astype(np.float32)


data = generator.standard_normal((32, 2)).astype(np.float32)


def numpy_neuron(replicas):
    x, y = data.T
    w = np.full((2, replicas, 1), 0.1, np.float32)

    def step():
        t = np.tanh(w[0] * x)
        r = w[1] * t - y - 12 * generator.standard_normal((replicas, 32), np.float32)
        slope = np.stack([(r * w[1] * (1 - t * t) * x).mean(1), (r * t).mean(1)])
        w[:] -= 0.02 * slope[:, :, None]

    return step


def numpy_network(sizes, activation):
    weights = [draw(a, b) for a, b in zip(sizes, sizes[1:])]
    x, y = generator.standard_normal((batch, sizes[0])).astype(np.float32), generator.standard_normal((batch, sizes[-1])).astype(np.float32)

    def step():
        signals = [x]
        for i, w in enumerate(weights):
            z = signals[-1] @ w
            signals.append(np.tanh(z) if activation and i + 1 < len(weights) else z)
        slope = (signals[-1] - y) / batch
        for i in reversed(range(len(weights))):
            gradient = signals[i].T @ slope
            if i > 0:
                slope = slope @ weights[i].T
                if activation:
                    slope = slope * (1 - signals[i] ** 2)
            weights[i] -= np.float32(eta) * gradient

    return step


def torch_tasks():
    import torch
    from torch.nn import functional as f

    torch.set_num_threads(1)

    def trained(output, weights, *inputs):
        parameters = [torch.tensor(w, requires_grad=True) for w in weights]

        def step():
            loss = (output(parameters, *inputs) ** 2).sum() / batch
            loss.backward()
            with torch.no_grad():
                for p in parameters:
                    p -= eta * p.grad
                    p.grad = None

        return step

    def neuron(replicas):
        x, y = torch.tensor(data[:, 0]), torch.tensor(data[:, 1])
        start = np.full((replicas, 1), 0.1, np.float32)
        return trained(lambda w: w[1] * torch.tanh(w[0] * x) - y - 12 * torch.randn(replicas, 32), [start, start])

    flat = torch.tensor(draw(batch, 784))
    image = flat.reshape(batch, 1, 28, 28)
    pooled = lambda x, w: f.max_pool2d(f.relu(f.conv2d(x, w, padding=1)), 2)
    return [
        neuron(1),
        neuron(1000),
        trained(lambda w: flat[:, :64] @ w[0] @ w[1], [draw(64, 64), draw(64, 64)]),
        trained(lambda w: torch.tanh(torch.tanh(flat @ w[0]) @ w[1]) @ w[2], [draw(784, 128), draw(128, 128), draw(128, 10)]),
        trained(
            lambda w: pooled(pooled(image, w[0]), w[1]).reshape(batch, 784) @ w[2],
            [draw(8, 1, 3, 3), draw(16, 8, 3, 3), draw(784, 10)],
        ),
    ]


if sys.argv[1] == "torch":
    print(*(rate(step) for step in torch_tasks()))
else:
    tasks = [numpy_neuron(1), numpy_neuron(1000), numpy_network([64, 64, 64], False), numpy_network([784, 128, 128, 10], True)]
    print(*(rate(step) for step in tasks), "-")

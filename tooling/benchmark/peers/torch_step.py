"""PyTorch's time for one training step of the same shapes as Prattle's presets.

    python3 torch_step.py transformer/notebook --threads 2 --steps 50

Prints one JSON object: versions, parameters, batch, context, and milliseconds a step (forward, backward, AdamW; the
batch is drawn outside the clock). Written in the way that is fastest for PyTorch on a CPU without torch.compile.
"""
import argparse
import json
import os
import time

parser = argparse.ArgumentParser()
parser.add_argument("shape")
parser.add_argument("--threads", type=int, default=1)
parser.add_argument("--steps", type=int, default=50)
arguments = parser.parse_args()
for variable in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[variable] = str(arguments.threads)

import torch
from torch import nn
from torch.nn import functional as F

torch.set_num_threads(arguments.threads)


class Attention(nn.Module):
    def __init__(self, width, heads, context, scale, bias):
        super().__init__()
        self.heads, self.scale = heads, scale
        self.qkv, self.out = nn.Linear(width, 3 * width, bias=bias), nn.Linear(width, width)
        self.register_buffer("future", torch.ones(context, context, dtype=torch.bool).triu(1))

    def forward(self, x):
        batch, length, width = x.shape
        query, key, value = (part.view(batch, length, self.heads, -1).transpose(1, 2) for part in self.qkv(x).split(width, 2))
        scores = (query @ key.transpose(-2, -1) * self.scale).masked_fill(self.future[:length, :length], float("-inf"))
        return self.out((scores.softmax(-1) @ value).transpose(1, 2).reshape(batch, length, width))


class Block(nn.Module):
    def __init__(self, width, heads, context, scale, bias, activation):
        super().__init__()
        self.norm1, self.norm2 = nn.LayerNorm(width), nn.LayerNorm(width)
        self.attention = Attention(width, heads, context, scale, bias)
        self.up, self.down, self.activation = nn.Linear(width, 4 * width), nn.Linear(4 * width, width), activation

    def forward(self, x):
        x = x + self.attention(self.norm1(x))
        return x + self.down(self.activation(self.up(self.norm2(x))))


class Transformer(nn.Module):
    def __init__(self, vocabulary, width, layers, heads, context, activation=F.gelu, tied=True, scale=None, bias=True):
        super().__init__()
        self.tokens, self.positions = nn.Embedding(vocabulary, width), nn.Embedding(context, width)
        scale = scale or (width // heads) ** -0.5
        self.blocks = nn.Sequential(*(Block(width, heads, context, scale, bias, activation) for _ in range(layers)))
        self.norm, self.head = nn.LayerNorm(width), nn.Linear(width, vocabulary, bias=not tied)
        if tied:
            self.head.weight = self.tokens.weight

    def forward(self, ids):
        x = self.tokens(ids) + self.positions.weight[: ids.shape[1]]
        return self.head(self.norm(self.blocks(x)))


class Recurrent(nn.Module):
    """A cell over the concatenation of input and state, step by step, as makemore has it."""

    def __init__(self, vocabulary, width, hidden, gated):
        super().__init__()
        self.gated, self.tokens, self.start = gated, nn.Embedding(vocabulary, width), nn.Parameter(torch.zeros(1, hidden))
        self.update, self.reset = (nn.Linear(width + hidden, hidden) if gated else None for _ in range(2))
        self.candidate, self.head = nn.Linear(width + hidden, hidden), nn.Linear(hidden, vocabulary)

    def forward(self, ids):
        inputs, state, states = self.tokens(ids), self.start.expand(ids.shape[0], -1), []
        for step in range(ids.shape[1]):
            x = inputs[:, step]
            if self.gated:
                both = torch.cat([x, state], 1)
                update, reset = self.update(both).sigmoid(), self.reset(both).sigmoid()
                candidate = self.candidate(torch.cat([x, reset * state], 1)).tanh()
                state = (1 - update) * state + update * candidate
            else:
                state = self.candidate(torch.cat([x, state], 1)).tanh()
            states.append(state)
        return self.head(torch.stack(states, 1))


class Lstm(nn.Module):
    def __init__(self, vocabulary, width, hidden, layers):
        super().__init__()
        self.tokens, self.lstm = nn.Embedding(vocabulary, width), nn.LSTM(width, hidden, layers, batch_first=True)
        self.head = nn.Linear(hidden, vocabulary)

    def forward(self, ids):
        return self.head(self.lstm(self.tokens(ids))[0])


def windows(ids, length, padding):
    """The last `length` tokens at every position: [B, T] -> [B, T, length]."""
    return F.pad(ids, (length - 1, 0), value=padding).unfold(1, length, 1)


class Mlp(nn.Module):
    def __init__(self, vocabulary, width, hidden, length):
        super().__init__()
        self.length, self.vocabulary = length, vocabulary
        self.tokens = nn.Embedding(vocabulary + 1, width)
        self.net = nn.Sequential(nn.Linear(length * width, hidden), nn.Tanh(), nn.Linear(hidden, vocabulary))

    def forward(self, ids):
        return self.net(self.tokens(windows(ids, self.length, self.vocabulary)).flatten(2))


class FusedPairs(nn.Module):
    """Two neighbours become one: [N, T, C] -> [N, T / 2, 2C], a linear layer, batch norm over all but channels, tanh."""

    def __init__(self, width, hidden):
        super().__init__()
        self.linear, self.norm = nn.Linear(2 * width, hidden, bias=False), nn.BatchNorm1d(hidden)

    def forward(self, x):
        rows, length, width = x.shape
        x = self.linear(x.reshape(rows, length // 2, 2 * width))
        return self.norm(x.transpose(1, 2)).transpose(1, 2).tanh()


class Wavenet(nn.Module):
    def __init__(self, vocabulary, width, hidden, levels):
        super().__init__()
        self.length, self.vocabulary = 2**levels, vocabulary
        self.tokens = nn.Embedding(vocabulary + 1, width)
        self.levels = nn.Sequential(*(FusedPairs(width if level == 0 else hidden, hidden) for level in range(levels)))
        self.head = nn.Linear(hidden, vocabulary)

    def forward(self, ids):
        batch, context = ids.shape
        seen = windows(ids, self.length, self.vocabulary).reshape(batch * context, self.length)
        return self.head(self.levels(self.tokens(seen))[:, 0]).view(batch, context, -1)


SHAPES = {
    "transformer/notebook": (lambda: Transformer(65, 64, 4, 4, 32, F.relu, tied=False, scale=64**-0.5, bias=False), 65, 16, 32),
    "transformer/cpu": (lambda: Transformer(65, 128, 4, 4, 64), 65, 12, 64),
    "transformer/baby": (lambda: Transformer(65, 384, 6, 6, 256), 65, 8, 256),
    "rnn/words": (lambda: Recurrent(27, 64, 64, gated=False), 27, 32, 16),
    "gru/words": (lambda: Recurrent(27, 64, 64, gated=True), 27, 32, 16),
    "lstm/micro-lm": (lambda: Lstm(65, 128, 256, 2), 65, 32, 100),
    "wavenet/makemore": (lambda: Wavenet(27, 24, 128, 3), 27, 32, 16),
    "mlp/makemore": (lambda: Mlp(27, 64, 64, 16), 27, 32, 16),
}

make, vocabulary, batch, context = SHAPES[arguments.shape]
torch.manual_seed(0)
model = make()
optimiser = torch.optim.AdamW(model.parameters(), lr=1e-3)
times = []
for step in range(arguments.steps + 3):
    tokens, targets = (torch.randint(vocabulary, (batch, context)) for _ in range(2))
    started = time.perf_counter()
    loss = F.cross_entropy(model(tokens).flatten(0, 1), targets.flatten())
    optimiser.zero_grad(set_to_none=True)
    loss.backward()
    optimiser.step()
    loss.item()
    if step >= 3:
        times.append((time.perf_counter() - started) * 1e3)
times.sort()
print(json.dumps({
    "torch": torch.__version__,
    "blas": "openblas" if "openblas" in open("/proc/self/maps").read() else "other",
    "shape": arguments.shape,
    "parameters": sum(parameter.numel() for parameter in model.parameters()),
    "batch": batch,
    "context": context,
    "threads": arguments.threads,
    "msPerStep": {"min": times[0], "median": times[len(times) // 2], "max": times[-1]},
}))

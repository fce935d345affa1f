"""PyTorch's time for the training steps of benchmarks.js, on a GPU.

    python3 torch_cuda.py notebook --mode eager --precision float32 --steps 100

Builds (and compiles) the model once; then, for every line on standard input, times `steps` steps (forward, backward,
AdamW, the loss read back; the batch is drawn outside the clock) and prints one line of JSON. Written in the way that is
fastest for PyTorch: packed projections, its own attention and recurrent kernels, the fused optimiser, bf16 by autocast.
"""
import argparse
import contextlib
import json
import sys
import time

import torch
from torch import nn
from torch.nn import functional as F


class Block(nn.Module):
    def __init__(self, width, heads, scale, bias, activation, dropout):
        super().__init__()
        self.heads, self.scale, self.activation, self.dropout = heads, scale, activation, dropout
        self.norm1, self.norm2 = nn.LayerNorm(width), nn.LayerNorm(width)
        self.qkv, self.out = nn.Linear(width, 3 * width, bias=bias), nn.Linear(width, width)
        self.up, self.down = nn.Linear(width, 4 * width), nn.Linear(4 * width, width)

    def attend(self, x):
        batch, length, width = x.shape
        query, key, value = (part.view(batch, length, self.heads, -1).transpose(1, 2) for part in self.qkv(x).split(width, 2))
        dropped = self.dropout if self.training else 0.0
        mixed = F.scaled_dot_product_attention(query, key, value, is_causal=True, scale=self.scale, dropout_p=dropped)
        return self.out(mixed.transpose(1, 2).reshape(batch, length, width))

    def forward(self, x):
        x = x + F.dropout(self.attend(self.norm1(x)), self.dropout, self.training)
        return x + F.dropout(self.down(self.activation(self.up(self.norm2(x)))), self.dropout, self.training)


class Transformer(nn.Module):
    def __init__(self, vocabulary, width, layers, heads, context, activation=F.gelu, tied=True, scale=None, bias=True, dropout=0.0):
        super().__init__()
        self.dropout = dropout
        self.tokens, self.positions = nn.Embedding(vocabulary, width), nn.Embedding(context, width)
        self.blocks = nn.Sequential(*(Block(width, heads, scale, bias, activation, dropout) for _ in range(layers)))
        self.norm, self.head = nn.LayerNorm(width), nn.Linear(width, vocabulary, bias=not tied)
        if tied:
            self.head.weight = self.tokens.weight

    def forward(self, ids):
        x = F.dropout(self.tokens(ids) + self.positions.weight[: ids.shape[1]], self.dropout, self.training)
        return self.head(self.norm(self.blocks(x)))


class Gru(nn.Module):
    """makemore's cell: gates over the concatenation of input and state, step by step."""

    def __init__(self, vocabulary, width, hidden):
        super().__init__()
        self.hidden, self.tokens, self.start = hidden, nn.Embedding(vocabulary, width), nn.Parameter(torch.zeros(1, hidden))
        self.gates, self.candidate = nn.Linear(width + hidden, 2 * hidden), nn.Linear(width + hidden, hidden)
        self.head = nn.Linear(hidden, vocabulary)

    def forward(self, ids):
        inputs, state, states = self.tokens(ids), self.start.expand(ids.shape[0], -1), []
        for step in range(ids.shape[1]):
            x = inputs[:, step]
            update, reset = self.gates(torch.cat([x, state], 1)).sigmoid().split(self.hidden, 1)
            candidate = self.candidate(torch.cat([x, reset * state], 1)).tanh()
            state = (1 - update) * state + update * candidate
            states.append(state)
        return self.head(torch.stack(states, 1))


class Lstm(nn.Module):
    def __init__(self, vocabulary, width, hidden, layers):
        super().__init__()
        self.tokens, self.lstm = nn.Embedding(vocabulary, width), nn.LSTM(width, hidden, layers, batch_first=True)
        self.head = nn.Linear(hidden, vocabulary)

    def forward(self, ids):
        return self.head(self.lstm(self.tokens(ids))[0])


def gelu_tanh(x):
    return F.gelu(x, approximate="tanh")


# Name: (model, vocabulary, batch, context), as the presets of benchmarks.js have them.
SHAPES = {
    "notebook": (lambda: Transformer(65, 64, 4, 4, 32, F.relu, tied=False, scale=64**-0.5, bias=False), 65, 16, 32),
    "gru": (lambda: Gru(27, 64, 64), 27, 32, 16),
    "lstm": (lambda: Lstm(65, 128, 256, 2), 65, 32, 100),
    "baby": (lambda: Transformer(65, 384, 6, 6, 256, dropout=0.2), 65, 64, 256),
    "gpt2": (lambda: Transformer(50304, 768, 12, 12, 1024, gelu_tanh), 50304, 16, 1024),
}


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("shape", choices=SHAPES)
    parser.add_argument("--mode", choices=["eager", "compile"], default="eager")
    parser.add_argument("--precision", choices=["float32", "bf16"], default="float32")
    parser.add_argument("--steps", type=int, default=100)
    arguments = parser.parse_args()

    make, vocabulary, batch, context = SHAPES[arguments.shape]
    torch.manual_seed(0)
    model = make().cuda()
    optimiser = torch.optim.AdamW(model.parameters(), lr=1e-3, fused=True)
    compiled = torch.compile(model) if arguments.mode == "compile" else model
    bf16 = arguments.precision == "bf16"

    def step(tokens, targets):
        with torch.autocast("cuda", torch.bfloat16) if bf16 else contextlib.nullcontext():
            loss = F.cross_entropy(compiled(tokens).flatten(0, 1), targets.flatten())
        optimiser.zero_grad(set_to_none=True)
        loss.backward()
        optimiser.step()
        return loss.item()

    def time_steps(count):
        times = []
        for _ in range(count):
            tokens, targets = (torch.randint(vocabulary, (batch, context), device="cuda") for _ in range(2))
            torch.cuda.synchronize()
            started = time.perf_counter()
            step(tokens, targets)
            times.append((time.perf_counter() - started) * 1e3)
        return sorted(times)

    time_steps(5)
    note = f"PyTorch {torch.__version__}, CUDA {torch.version.cuda}, {arguments.mode}"
    for _ in sys.stdin:
        times = time_steps(arguments.steps)
        median = times[len(times) // 2]
        print(json.dumps({"medianMs": median, "minMs": times[0], "tokensPerSecond": round(1e3 * batch * context / median), "note": note}), flush=True)


main()

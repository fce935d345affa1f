"""GPT-2 and Llama in plain PyTorch, written from their papers and configs, over a Hugging Face folder.

    python3 reference.py FOLDER… < JSON {"ids": [[…]]}   > JSON: for each folder the logits [[[…]]]

Ends with 77 where there is no PyTorch. Every tensor of the file must be used once, with the shape that Transformers gives it: else an error.
"""

import json
import math
import struct
import sys

try:
    import numpy
    import torch
    import torch.nn.functional as F
except ImportError:
    sys.exit(77)


def read_safetensors(path):
    with open(path, "rb") as file:
        content = file.read()
    (length,) = struct.unpack("<Q", content[:8])
    header = json.loads(content[8 : 8 + length])
    tensors = {}
    for name, entry in header.items():
        if name == "__metadata__":
            assert entry.get("format") == "pt", "Transformers wants to know the framework"
            continue
        assert entry["dtype"] == "F32"
        start, stop = entry["data_offsets"]
        numbers = numpy.frombuffer(content[8 + length + start : 8 + length + stop], dtype="<f4").copy()
        tensors[name] = torch.from_numpy(numbers).reshape(entry["shape"])
    return tensors


class Weights:
    def __init__(self, tensors):
        self.tensors = tensors
        self.used = set()

    def get(self, name, *shape):
        tensor = self.tensors[name]
        assert tuple(tensor.shape) == shape, f"{name} is {tuple(tensor.shape)} and not {shape}"
        self.used.add(name)
        return tensor

    def maybe(self, present, name, *shape):
        return self.get(name, *shape) if present else None


def attention(q, k, v):
    """q [B, H, T, D], k and v [B, Hkv, T, D]"""
    groups = q.shape[1] // k.shape[1]
    k, v = k.repeat_interleave(groups, dim=1), v.repeat_interleave(groups, dim=1)
    time = q.shape[2]
    scores = q @ k.transpose(-2, -1) / math.sqrt(q.shape[-1])
    mask = torch.tril(torch.ones(time, time, dtype=torch.bool))
    return torch.softmax(scores.masked_fill(~mask, float("-inf")), dim=-1) @ v


def heads_of(x, heads):
    batch, time, width = x.shape
    return x.view(batch, time, heads, width // heads).transpose(1, 2)


def joined(x):
    return x.transpose(1, 2).reshape(x.shape[0], x.shape[2], -1)


def gpt2(config, weights, ids):
    width, hidden, vocabulary = config["n_embd"], config["n_inner"] or 4 * config["n_embd"], config["vocab_size"]
    activation = {
        "gelu": F.gelu,
        "relu": F.relu,
        "gelu_new": lambda x: 0.5 * x * (1 + torch.tanh(math.sqrt(2 / math.pi) * (x + 0.044715 * x**3))),
    }[config["activation_function"]]

    def norm(x, name):
        return F.layer_norm(
            x, (width,), weights.get(f"{name}.weight", width), weights.get(f"{name}.bias", width), config["layer_norm_epsilon"]
        )

    def conv(x, name, inputs, outputs):
        return x @ weights.get(f"{name}.weight", inputs, outputs) + weights.get(f"{name}.bias", outputs)

    table = weights.get("transformer.wte.weight", vocabulary, width)
    x = table[ids] + weights.get("transformer.wpe.weight", config["n_positions"], width)[: ids.shape[1]]
    for layer in range(config["n_layer"]):
        block = f"transformer.h.{layer}"
        packed = conv(norm(x, f"{block}.ln_1"), f"{block}.attn.c_attn", width, 3 * width)
        q, k, v = (heads_of(part, config["n_head"]) for part in packed.split(width, dim=2))
        x = x + conv(joined(attention(q, k, v)), f"{block}.attn.c_proj", width, width)
        inner = activation(conv(norm(x, f"{block}.ln_2"), f"{block}.mlp.c_fc", width, hidden))
        x = x + conv(inner, f"{block}.mlp.c_proj", hidden, width)
    head = table if config["tie_word_embeddings"] else weights.get("lm_head.weight", vocabulary, width)
    return norm(x, "transformer.ln_f") @ head.T


def llama(config, weights, ids):
    width, hidden, vocabulary = config["hidden_size"], config["intermediate_size"], config["vocab_size"]
    heads, key_heads, head_dim = config["num_attention_heads"], config["num_key_value_heads"], config["head_dim"]

    def norm(x, name):
        scale = torch.rsqrt(x.pow(2).mean(-1, keepdim=True) + config["rms_norm_eps"])
        return x * scale * weights.get(f"{name}.weight", x.shape[-1])

    def linear(x, name, outputs, bias):
        return F.linear(
            x, weights.get(f"{name}.weight", outputs, x.shape[-1]), weights.maybe(bias, f"{name}.bias", outputs)
        )

    frequencies = 1 / config["rope_theta"] ** (torch.arange(0, head_dim, 2).float() / head_dim)
    angles = torch.outer(torch.arange(ids.shape[1]).float(), frequencies).repeat(1, 2)

    def turned(x):
        low, high = x.chunk(2, dim=-1)
        return x * angles.cos() + torch.cat((-high, low), dim=-1) * angles.sin()

    qwen = config["model_type"] == "qwen3"
    attention_bias, mlp_bias = config["attention_bias"], config.get("mlp_bias", False)
    table = weights.get("model.embed_tokens.weight", vocabulary, width)
    x = table[ids]
    for layer in range(config["num_hidden_layers"]):
        block = f"model.layers.{layer}"
        inputs = norm(x, f"{block}.input_layernorm")
        q = heads_of(linear(inputs, f"{block}.self_attn.q_proj", heads * head_dim, attention_bias), heads)
        k = heads_of(linear(inputs, f"{block}.self_attn.k_proj", key_heads * head_dim, attention_bias), key_heads)
        v = heads_of(linear(inputs, f"{block}.self_attn.v_proj", key_heads * head_dim, attention_bias), key_heads)
        if qwen:
            q, k = norm(q, f"{block}.self_attn.q_norm"), norm(k, f"{block}.self_attn.k_norm")
        mixed = joined(attention(turned(q), turned(k), v))
        x = x + linear(mixed, f"{block}.self_attn.o_proj", width, attention_bias)
        inputs = norm(x, f"{block}.post_attention_layernorm")
        gate = F.silu(linear(inputs, f"{block}.mlp.gate_proj", hidden, mlp_bias))
        inner = gate * linear(inputs, f"{block}.mlp.up_proj", hidden, mlp_bias)
        x = x + linear(inner, f"{block}.mlp.down_proj", width, mlp_bias)
    head = table if config["tie_word_embeddings"] else weights.get("lm_head.weight", vocabulary, width)
    return norm(x, "model.norm") @ head.T


def logits_of(folder, ids):
    with open(f"{folder}/config.json", encoding="utf-8") as file:
        config = json.load(file)
    weights = Weights(read_safetensors(f"{folder}/model.safetensors"))
    with torch.no_grad():
        logits = (gpt2 if config["model_type"] == "gpt2" else llama)(config, weights, ids)
    unused = set(weights.tensors) - weights.used
    assert not unused, f"not used: {sorted(unused)}"
    return logits.tolist()


ids = torch.tensor(json.load(sys.stdin)["ids"])
json.dump([logits_of(folder, ids) for folder in sys.argv[1:]], sys.stdout)

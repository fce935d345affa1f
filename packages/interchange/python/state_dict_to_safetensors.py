#!/usr/bin/env python3
"""Converts a PyTorch checkpoint of nanoGPT, makemore or the nanoGPT lecture for `prattle import`.

    python3 state_dict_to_safetensors.py ckpt.pt FOLDER [--meta meta.pkl] [--characters names.txt] [--heads 4]

Writes FOLDER/model.safetensors and FOLDER/config.json. Needs nothing beside PyTorch. The checkpoint is a state dict, or
what nanoGPT saves: a dictionary with `model` and `model_args`. --meta is nanoGPT's meta.pkl, --characters the word list
that makemore was trained on: from either comes the tokenizer. Pickles run code when they are read: convert only what you
trust.
"""

import argparse
import json
import os
import pickle
import struct

import torch


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("checkpoint")
    parser.add_argument("folder")
    parser.add_argument("--meta", help="nanoGPT's meta.pkl")
    parser.add_argument("--characters", help="makemore's word list, one word a line")
    parser.add_argument("--heads", type=int, help="attention heads, where the checkpoint does not say")
    arguments = parser.parse_args()

    loaded = torch.load(arguments.checkpoint, map_location="cpu")
    whole = loaded if isinstance(loaded, dict) else loaded.state_dict()
    state = whole.get("model", whole)
    config = {"model_type": "state_dict"}
    known = ("n_layer", "n_head", "n_embd", "block_size", "vocab_size", "bias", "dropout")
    config.update({name: value for name, value in whole.get("model_args", {}).items() if name in known})
    if arguments.heads is not None:
        config["n_head"] = arguments.heads
    if arguments.meta is not None:
        with open(arguments.meta, "rb") as file:
            letters = pickle.load(file)["itos"]
        config.update(characters=[letters[i] for i in range(len(letters))], end=False)
    if arguments.characters is not None:
        with open(arguments.characters, encoding="utf-8") as file:
            config.update(characters=sorted(set(file.read().replace("\n", "").replace("\r", ""))), end=True)

    os.makedirs(arguments.folder, exist_ok=True)
    write_safetensors(os.path.join(arguments.folder, "model.safetensors"), state)
    with open(os.path.join(arguments.folder, "config.json"), "w", encoding="utf-8") as file:
        json.dump(config, file, indent=2)
        file.write("\n")


def write_safetensors(path, state):
    """Eight bytes with the header's length, the header as JSON, the numbers in float32."""
    header, data, offset = {}, [], 0
    for name, tensor in state.items():
        if not torch.is_tensor(tensor):
            continue
        numbers = tensor.detach().to(torch.float32).contiguous().numpy().tobytes()
        header[name] = {"dtype": "F32", "shape": list(tensor.shape), "data_offsets": [offset, offset + len(numbers)]}
        data.append(numbers)
        offset += len(numbers)
    text = json.dumps(header).encode("utf-8")
    text += b" " * (-len(text) % 8)
    with open(path, "wb") as file:
        file.write(struct.pack("<Q", len(text)) + text + b"".join(data))


if __name__ == "__main__":
    main()

"""The trained heads as one graph: pieces in, a row a piece out, with the tables that put halves together."""

import sys
from pathlib import Path
from typing import Any

import onnx
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from torch import Tensor, nn

from training.network.encoder import HEADS, HINTS, attention
from training.network.heads import MIXED
from training.network.learn import ROOT, Whole

WEIGHTS = ROOT / "vedette" / "reader" / "weights" / "reader.onnx"
TAGS = ("source", "cue", "content", "named", "defence", "upos")


class Fused(torch.autograd.Function):
    """Attention among all pieces as the one operator that the run time has for it."""

    @staticmethod
    def forward(_: Any, query: Tensor, key: Tensor, value: Tensor) -> Tensor:
        return attention(query, key, value, torch.zeros(()))

    @staticmethod
    def symbolic(graph: Any, query: Any, key: Any, value: Any) -> Any:
        made = graph.op("com.microsoft::MultiHeadAttention", query, key, value, num_heads_i=HEADS)
        return made.setType(query.type())


def fused(query: Tensor, key: Tensor, value: Tensor, _: Tensor) -> Tensor:
    mixed: Tensor = Fused.apply(query, key, value)
    return mixed


class Graph(nn.Module):
    """What is shipped: every output by its name, in the order of `names`."""

    def __init__(self, whole: Whole) -> None:
        super().__init__()
        self.whole = whole

    def outputs(self, pieces: Tensor, cases: Tensor, hints: Tensor) -> dict[str, Tensor]:
        reader, claims = self.whole.reader, self.whole.claims
        every = self.whole.encoder(pieces, cases, hints, torch.ones_like(pieces), fused)
        mixed = reader.mixes(every)
        seen, speech, grammar = claims.mix(every)["claims"], mixed["speech"], mixed["grammar"]
        told = {"mode": claims.mode(seen)}
        told |= {name: reader.tags[name](mixed[MIXED[name]]) for name in TAGS}
        told |= {
            "claim word": claims.word(seen),
            "claim gate": claims.word_gate(seen),
            "claim anchor": claims.anchor(seen),
            "claim anchor gate": claims.anchor_gate(seen),
            "claim stance": claims.stance_in(seen),
            "frame word": reader.frame.word(speech),
            "frame gate": reader.frame.word_gate(speech),
            "frame anchor": reader.frame.anchor(speech),
            "frame anchor gate": reader.frame.anchor_gate(speech),
            "arc low": reader.arcs.both(nn.functional.gelu(reader.arcs.low(grammar))),
            "arc high": nn.functional.gelu(reader.arcs.high(grammar)),
            "label low": reader.arcs.low_label(grammar),
            "label high": reader.arcs.high_label(grammar),
            "factuality": reader.factuality(grammar),
        }
        return told

    def tables(self) -> dict[str, Tensor]:
        """Gives what does not depend on the text."""
        reader, claims = self.whole.reader, self.whole.claims
        layers = {
            "claim role": claims.role, "claim stance": claims.stance, "claim none": claims.none,
            "claim facts": claims.facts, "claim weights": claims.weights,
            "frame kinds": reader.frame.kinds, "label": reader.arcs.label, "arc often": reader.arcs.often,
        }  # fmt: skip
        told = {
            f"{name} {part}": getattr(layer, part).data for name, layer in layers.items() for part in ("weight", "bias")
        }
        told |= {
            "claim distance": claims.distance.weight.data,
            "claim mode": claims.mode_of_frame.weight.data,
            "claim of mode": claims.of_mode.weight.data,
            "claim mode of facts": claims.mode_of_facts.weight.data,
            "frame distance": reader.frame.distance.weight.data,
        }
        return told

    def names(self) -> tuple[str, ...]:
        one = torch.zeros(1, 3, dtype=torch.long)
        with torch.no_grad():
            return tuple(self.outputs(one, one, torch.zeros(1, 3, HINTS)))

    def forward(self, pieces: Tensor, cases: Tensor, hints: Tensor) -> tuple[Tensor, ...]:
        return tuple(self.outputs(pieces, cases, hints).values())


def export(whole: Whole, path: Path) -> None:
    """Writes the graph with 8-bit weights: embeddings and matrices, a scale for each column."""
    graph = Graph(whole.eval())
    names = list(graph.names())
    one = torch.ones(2, 8, dtype=torch.long)
    rough = path.with_suffix(".rough")
    axes = {name: {0: "window", 1: "piece"} for name in ("pieces", "cases", "hints", *names)}
    torch.onnx.export(
        graph, (one, one, torch.ones(2, 8, HINTS)), str(rough), input_names=["pieces", "cases", "hints"], output_names=names,
        dynamic_axes=axes, opset_version=17, dynamo=False, custom_opsets={"com.microsoft": 1},
    )  # fmt: skip
    quantize_dynamic(
        rough,
        path,
        per_channel=True,
        weight_type=QuantType.QInt8,
        op_types_to_quantize=["MatMul", "Gather"],
        extra_options={"MatMulConstBOnly": True},
    )
    rough.unlink()
    made = onnx.load(path)
    for name, table in graph.tables().items():
        made.graph.initializer.append(onnx.numpy_helper.from_array(table.numpy(), f"kept {name}"))
        made.graph.node.append(onnx.helper.make_node("Identity", [f"kept {name}"], [f"table {name}"]))
        made.graph.output.append(
            onnx.helper.make_tensor_value_info(f"table {name}", onnx.TensorProto.FLOAT, table.shape)
        )
    onnx.save(made, path)


def main() -> None:
    whole = Whole()
    whole.load_state_dict(torch.load(Path(sys.argv[1]) / "polish.pt", weights_only=True)["model"])
    export(whole, WEIGHTS)
    print(f"{WEIGHTS}: {WEIGHTS.stat().st_size / 1e6:.1f} MB")


if __name__ == "__main__":
    main()

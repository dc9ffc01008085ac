"""Writes PyTorch files and pickles into the folder given, and what they hold to standard output, as JSON."""
import collections, json, math, pickle, sys, warnings
import numpy as np
import torch

warnings.filterwarnings("ignore")
folder = sys.argv[1]
torch.manual_seed(5)
written = []


def numbers(values):
    flat = np.asarray(values).astype(np.float64).ravel()
    return [x if math.isfinite(x) else str(x) for x in flat.tolist()]


def describe(name, tensor, dtype=None):
    if isinstance(tensor, np.ndarray) or np.isscalar(tensor):
        array = np.asarray(tensor)
        return dict(name=name, dtype=dtype or str(array.dtype), shape=list(array.shape), values=numbers(array))
    plain = tensor.dequantize() if tensor.is_quantized else tensor
    values = numbers(plain.detach().to(torch.float64).numpy())
    word = dtype or str(tensor.dtype).removeprefix("torch.")
    return dict(name=name, dtype=word, shape=list(tensor.shape), values=values)


def save(file, value, tensors, **how):
    torch.save(value, f"{folder}/{file}", **how)
    written.append(dict(file=file, tensors=[describe(*t) for t in tensors]))


base = torch.randn(6, 5, 4)
tensors = [
    ("base", base),
    ("permuted", base.permute(1, 2, 0)),
    ("swapped", base.transpose(1, 2)),
    ("reversed", base.permute(2, 1, 0)),
    ("sliced", base[1:5:2, :, 1:3]),
    ("column", base[:, 2, 1]),
    ("slicedTransposed", base[0].t()[1:3]),
    ("diagonal", torch.arange(25.0).reshape(5, 5).diagonal()),
    ("windows", torch.arange(10.0).unfold(0, 4, 2)),
    ("expanded", torch.randn(3, 1, 4).expand(3, 5, 4)),
    ("scalar", torch.tensor(2.5, dtype=torch.float64)),
    ("empty", torch.empty(0, 3)),
    ("half", torch.tensor([1.5, -0.0, math.inf, math.nan], dtype=torch.float16)),
    ("bfloat16", torch.randn(7).to(torch.bfloat16)),
    ("long", torch.tensor([-(2**53), 2**53, 7])),
    ("int", torch.tensor([[-(2**31)], [2**31 - 1]], dtype=torch.int32)),
    ("bool", torch.tensor([True, False])),
    ("parameter", torch.nn.Parameter(torch.randn(2, 3))),
]
for file, how in [
    ("zip.pt", {}),
    ("legacy.pt", dict(_use_new_zipfile_serialization=False)),
    ("protocol4.pt", dict(pickle_protocol=4)),
    ("protocol5.pt", dict(pickle_protocol=5)),
    ("legacy4.pt", dict(pickle_protocol=4, _use_new_zipfile_serialization=False)),
]:
    save(file, collections.OrderedDict(tensors), tensors, **how)
save("one.pt", base, [("tensor", base)])
save("list.pt", [base, (base[0], {"x": base[1]})], [("0", base), ("1.0", base[0]), ("1.1.x", base[1])])

x = torch.randn(5, 6)
channels = torch.quantize_per_channel(
    x, torch.rand(5).double() + 0.1, torch.arange(5), axis=0, dtype=torch.qint8)
columns = torch.quantize_per_channel(
    x, torch.rand(6).double() + 0.1, torch.zeros(6).long(), axis=1, dtype=torch.quint8)
quantised = [
    ("tensor8", torch.quantize_per_tensor(x, 0.05, 3, torch.quint8)),
    ("tensor32", torch.quantize_per_tensor(x, 0.0007, -9, torch.qint32)),
    ("channels", channels),
    ("columns", columns),
    ("transposed", torch.quantize_per_tensor(x, 0.1, 0, torch.qint8).t()),
]
save("quantised.pt", dict(quantised), quantised)

sparse = torch.sparse_coo_tensor([[0, 2], [1, 0]], [1.5, -2.0], (3, 2)).coalesce()
save("sparse.pt", {"s": sparse}, [("s.indices", sparse.indices()), ("s.values", sparse.values())])
csr = torch.eye(3).to_sparse_csr()
save("csr.pt", csr, [("crow_indices", csr.crow_indices()), ("col_indices", csr.col_indices()), ("values", csr.values())])

arrays = [
    ("c", np.arange(6, dtype="<f4").reshape(2, 3)),
    ("f", np.asfortranarray(np.arange(6, dtype="<f8").reshape(2, 3))),
    ("big", np.arange(4, dtype=">i2")),
    ("half", np.linspace(-3, 3, 7).astype(np.float16)),
    ("bytes", np.arange(256, dtype=np.uint8)),
    ("long", np.random.default_rng(1).integers(0, 256, 70_000, dtype=np.uint8)),
    ("scalar", np.float32(1.25)),
    ("truth", np.array([True, False])),
]
described = [("c", arrays[0][1]), *arrays[1:2], ("big", arrays[2][1], "int16"), *arrays[3:]]
save("arrays.pt", dict(arrays), described)
for protocol in range(6):
    file = f"arrays{protocol}.pkl"
    with open(f"{folder}/{file}", "wb") as target:
        pickle.dump(dict(arrays), target, protocol=protocol)
    written.append(dict(file=file, tensors=[describe(*t) for t in described]))
with open(f"{folder}/objects.pkl", "wb") as target:
    pickle.dump(np.array([arrays[0][1], arrays[3][1]], dtype=object), target)
written.append(dict(file="objects.pkl", tensors=[describe("0", arrays[0][1]), describe("1", arrays[3][1])]))
with open(f"{folder}/tensors.pkl", "wb") as target:
    pickle.dump({"a": base, "b": base[1:3].transpose(0, 1)}, target)
written.append(dict(file="tensors.pkl", tensors=[describe("a", base), describe("b", base[1:3].transpose(0, 1))]))

tied = torch.nn.Linear(3, 3, bias=False)
module = torch.nn.Sequential(tied, torch.nn.BatchNorm1d(3), tied)
torch.save(module, f"{folder}/module.pt")
parts = [("0.weight", tied.weight), *[(f"1.{k}", v) for k, v in module[1].state_dict().items()]]
written.append(dict(file="module.pt", tensors=[describe(*t) for t in parts]))
save("tied.pt", module.state_dict(), list(module.state_dict().items()))

script = torch.jit.script(torch.nn.Sequential(torch.nn.Linear(3, 4), torch.nn.ReLU()))
script.save(f"{folder}/script.pt")
written.append(dict(file="script.pt", tensors=[describe(k, v) for k, v in script.state_dict().items()]))

optimiser = torch.optim.SGD(module.parameters(), lr=0.1, momentum=0.9)
module(torch.randn(4, 3)).sum().backward()
optimiser.step()
state = optimiser.state_dict()["state"]
checkpoint = {
    "epoch": 3,
    "state_dict": module.state_dict(),
    "optimizer_states": [optimiser.state_dict()],
    "hyper_parameters": {"lr": 0.1, "name": "net", "layers": [3, 3]},
}
momenta = [(f"optimizer_states.0.state.{k}.momentum_buffer", v["momentum_buffer"]) for k, v in state.items()]
save("lightning.ckpt", checkpoint, [(f"state_dict.{k}", v) for k, v in module.state_dict().items()] + momenta)
json.dump(dict(torch=torch.__version__, files=written), sys.stdout)

"""Writes HDF5 files with h5py into a folder; prints as JSON what is in them: bytes of float64 in base64, or texts."""

import base64
import itertools
import json
import os
import sys

import h5py
import numpy as np

folder = sys.argv[1]
random = np.random.default_rng(2026)

FILTERS = {
    "plain": {},
    "gzip1": {"compression": "gzip", "compression_opts": 1},
    "gzip9": {"compression": "gzip", "compression_opts": 9},
    "shuffled": {"compression": "gzip", "shuffle": True},
    "summed": {"fletcher32": True},
    "all": {"compression": "gzip", "shuffle": True, "fletcher32": True},
    "lzf": {"compression": "lzf", "shuffle": True},
}
DTYPES = ["<f2", ">f2", "<f4", ">f4", "<f8", ">f8", "i1", "<i2", ">i2", "<i4", ">i4", "<i8", ">i8"]
DTYPES += ["u1", "<u2", ">u2", "<u4", ">u4", "<u8", ">u8"]
# A shape, what it may become, and the lengths of chunks.
GRIDS = [
    ((17,), (17,), (5,)),
    ((17,), (None,), (32,)),
    ((13, 9), (13, 9), (4, 5)),
    ((13, 9), (20, 30), (4, 5)),
    ((13, 9), (None, 9), (4, 9)),
    ((13, 9), (26, None), (4, 5)),
    ((13, 9), (None, None), (4, 5)),
    ((3, 255), (None, 600), (1, 255)),
    ((5, 6, 7), (5, 6, 7), (2, 6, 3)),
    ((5, 6, 7), (None, 6, 14), (2, 4, 3)),
    ((5, 6, 7), (5, None, 7), (2, 4, 3)),
    ((5, 6, 7), (5, 14, None), (2, 4, 3)),
    ((3, 4, 5, 6), (3, 4, 5, 6), (2, 2, 2, 4)),
    ((3, 4, 5, 6), (None, 4, None, 6), (2, 3, 2, 4)),
    ((4, 3), (4, 3), (4, 3)),
]


def values(shape, dtype):
    dtype = np.dtype(dtype)
    if dtype.kind == "f":
        found = (random.standard_normal(shape) * 100).astype(dtype)
        found.reshape(-1)[:4] = [np.inf, -np.inf, -0.0, 1e-7]
        return found
    limits = np.iinfo(dtype)
    low, high = max(limits.min, -(2**52)), min(limits.max, 2**52)
    return random.integers(low, high, shape, dtype=np.int64, endpoint=True).astype(dtype)


def grids(file):
    """Every shape, type and filter."""
    kinds = itertools.cycle(DTYPES)
    for (i, (shape, limits, chunk)), (name, filters) in itertools.product(enumerate(GRIDS), FILTERS.items()):
        dtype = next(kinds)
        file.create_dataset(
            f"{i} {name}", data=values(shape, dtype), dtype=dtype, maxshape=limits, chunks=chunk, **filters
        )
    for dtype in DTYPES:
        file.create_dataset(
            f"of {dtype}".replace("<", "little ").replace(">", "big "),
            data=values((50, 3), dtype),
            chunks=(7, 2),
            **FILTERS["all"],
        )


def holes(file):
    """What was written in part, or never, grew or shrank."""
    for i, (limits, name) in enumerate(itertools.product([(40, 12), (None, 12), (None, None)], ["plain", "all"])):
        for fill in [None, 1.5, np.nan]:
            more = dict(shape=(40, 12), maxshape=limits, chunks=(4, 5), dtype=">f4", fillvalue=fill, **FILTERS[name])
            file.create_dataset(f"never {i} {fill}", **more)
            some = file.create_dataset(f"some {i} {fill}", **more)
            some[5:7, 3:11] = 7
            some[33] = np.arange(12)
            some[0, 0] = -1
    for name in FILTERS:
        backwards = file.create_dataset(f"backwards {name}", (300, 2), maxshape=(None, 4), chunks=(1, 2), dtype="<i4", **FILTERS[name])
        for row in range(299, -1, -3):
            backwards[row] = [row, -row]
        grown = file.create_dataset(f"grown {name}", data=values((6, 6), "<f8"), maxshape=(None, None), chunks=(4, 4), **FILTERS[name])
        grown.resize((11, 3))
        grown.resize((9, 9))
    file.create_dataset("nowhere", (3, 5), dtype="<f4", fillvalue=2.5)
    file.create_dataset("nowhere zero", (3, 5), dtype=">i2")
    one = file.create_dataset("one of many", (200_000,), chunks=(1,), maxshape=(None,), dtype="u1", fillvalue=9)
    for at in [0, 1, 3, 4, 70, 5_000, 131_071, 150_000, 199_999]:
        one[at] = at % 251
    one = file.create_dataset("one of many that stay", (70_000,), chunks=(1,), dtype="u1", fillvalue=9, **FILTERS["gzip1"])
    for at in [0, 1_023, 1_024, 40_000, 69_999]:
        one[at] = at % 251


def many(file):
    """Lists of chunks of several levels, or pages."""
    for name in ["plain", "shuffled"]:
        for limits in [(1500, 2), (None, 2), (None, None)]:
            data = np.arange(3000, dtype="<u2").reshape(1500, 2)
            file.create_dataset(f"{limits} {name}", data=data, maxshape=limits, chunks=(1, 1), **FILTERS[name])


def places(file):
    """Within headers, and one chunk after the other without a list."""
    for dtype in ["<f4", ">i2"]:
        data = values((6, 3), dtype)
        kind = h5py.h5t.py_create(np.dtype(dtype))
        plist = h5py.h5p.create(h5py.h5p.DATASET_CREATE)
        plist.set_layout(h5py.h5d.COMPACT)
        made = h5py.h5d.create(file.id, f"compact {dtype}".encode(), kind, h5py.h5s.create_simple(data.shape), plist)
        made.write(h5py.h5s.ALL, h5py.h5s.ALL, data)
        early = h5py.h5p.create(h5py.h5p.DATASET_CREATE)
        early.set_chunk((4, 2))
        early.set_alloc_time(h5py.h5d.ALLOC_TIME_EARLY)
        for limits in [(6, 3), (12, 9)]:
            space = h5py.h5s.create_simple(data.shape, limits)
            made = h5py.h5d.create(file.id, f"early {limits} {dtype}".encode(), kind, space, early)
            made.write(h5py.h5s.ALL, h5py.h5s.ALL, data)
    scaled = np.arange(100, dtype="<i4").reshape(20, 5) * 3
    file.create_dataset("scaled", data=scaled, chunks=(6, 2), scaleoffset=0)


def texts(file):
    """Texts of fixed and of variable length."""
    words = [f"word {i}" for i in range(20)]
    for name, filters in FILTERS.items():
        file.create_dataset(f"fixed {name}", data=np.array(words, dtype="S9"), chunks=(6,), **filters)
        if "fletcher32" not in filters:
            file.create_dataset(f"long {name}", data=words, dtype=h5py.string_dtype(), chunks=(6,), **filters)


WRITERS = {"grids": grids, "holes": holes, "many": many, "places": places, "texts": texts}


def described(file):
    for name, dataset in file.items():
        if dataset.dtype.kind in "OS":
            yield {"name": name, "texts": [text.decode() for text in dataset[()]]}
            continue
        content = np.ascontiguousarray(dataset[()], dtype="<f8").tobytes()
        yield {"name": name, "shape": dataset.shape, "values": base64.b64encode(content).decode()}


found = []
for version in ["earliest", "v108", "v110", "v112", "v114", "v200", "latest"]:
    for title, write in WRITERS.items():
        path = os.path.join(folder, f"{title}-{version}.h5")
        try:
            file = h5py.File(path, "w", libver=(version, version if version != "earliest" else "latest"))
        except (KeyError, ValueError):
            break
        with file:
            write(file)
        with h5py.File(path, "r") as file:
            found.append({"file": os.path.basename(path), "datasets": list(described(file))})

json.dump({"h5py": h5py.version.version, "hdf5": h5py.version.hdf5_version, "files": found}, sys.stdout)

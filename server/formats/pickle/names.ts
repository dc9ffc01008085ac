import { quoted } from '../../tensors/badInput';
import { isDType } from '../../tensors/decode';

/** Modules of which everything that a pickle may name only describes data. */
const plain: readonly RegExp[] = [
  /^torch\._utils\._rebuild_\w+$/,
  /^torch\._tensor\._rebuild_from_type(_v2)?$/,
  /^torch\.(cuda\.)?\w+Storage$/,
  /^torch\.storage\.(UntypedStorage|_?TypedStorage|_load_from_bytes)$/,
  /^torch\.(Size|device|Tensor|Generator|per_(tensor|channel)_\w+|(q?u?int|complex)\d\w*|strided|sparse_\w+|preserve_format|contiguous_format|channels_last)$/,
  /^torch\.nn\.parameter\.(Parameter|Buffer)$/,
  /^torch\.serialization\._get_layout$/,
  /^torch\.jit\._pickle\.\w+$/,
  // Classes of TorchScript, which lie in the archive.
  /^__torch__\./,
  /^numpy\.(_?core\.multiarray\.(_reconstruct|scalar)|_?core\.numeric\._frombuffer|ndarray|dtype)$/,
  /^ml_dtypes\.\w+$/,
  /^collections\.(OrderedDict|defaultdict|Counter|deque)$/,
  /^_codecs\.encode$/,
  /^copyreg\.(_reconstructor|__newobj__)$/,
  /^builtins\.(object|dict|list|tuple|set|frozenset|bytes|bytearray|complex|int|float|str|bool|slice|range)$/,
];

/** Libraries that users meet every day; what is of none of these is shown first. */
const usual = /^(torch|numpy|transformers|pytorch_lightning|lightning|accelerate|pandas|sklearn|scipy)\./;

const namesShown = 5;

/** What Python would call or load besides plain data if it loaded the file, as sentences for a person. */
export function namesInWords(names: ReadonlyMap<string, { readonly called: boolean }>): string[] {
  const others = [...names].filter(([name]) => !isPlain(name));
  const sentence = (called: boolean, verb: string): string[] => {
    const chosen = others.filter(([, use]) => use.called === called).map(([name]) => name);
    if (chosen.length === 0) return [];
    const sorted = [
      ...chosen.filter((name) => !usual.test(name)),
      ...chosen.filter((name) => usual.test(name)),
    ];
    return [`This file would ${verb} ${list(sorted)} if it were loaded in Python; nnsim executes nothing.`];
  };
  return [...sentence(true, 'call'), ...sentence(false, 'import')];
}

function isPlain(name: string): boolean {
  return (
    (name.startsWith('torch.') && isDType(name.slice('torch.'.length))) ||
    plain.some((rule) => rule.test(name))
  );
}

function list(names: readonly string[]): string {
  const shown = names
    .slice(0, namesShown)
    .map((name) => (/^[\w.<>]{1,100}$/.test(name) ? name : quoted(name)));
  if (names.length > namesShown) return `${shown.join(', ')} and ${names.length - namesShown} more`;
  return [shown.slice(0, -1).join(', '), ...shown.slice(-1)].filter((part) => part !== '').join(' and ');
}

import { Compression, Encoding, WriterVersion } from 'parquet-wasm';
import { parquetOf, sampleColumns } from '../parquetFiles';

const { SNAPPY, ZSTD, LZ4_RAW } = Compression;
const table = sampleColumns(12);

export const parquetOriginals = new Map<string, Buffer>([
  ['snappy.parquet', parquetOf(table, (builder) => builder.setCompression(SNAPPY))],
  [
    'zstd.parquet',
    parquetOf(table, (builder) => builder.setCompression(ZSTD).setWriterVersion(WriterVersion.V2)),
  ],
  [
    'encodings.parquet',
    parquetOf(table, (builder) =>
      builder
        .setCompression(LZ4_RAW)
        .setDictionaryEnabled(false)
        .setColumnEncoding('x', Encoding.BYTE_STREAM_SPLIT)
        .setColumnEncoding('k', Encoding.DELTA_BINARY_PACKED)
        .setColumnEncoding('id', Encoding.DELTA_BINARY_PACKED)
        .setColumnEncoding('name', Encoding.DELTA_BYTE_ARRAY)
        .setColumnEncoding('label', Encoding.DELTA_LENGTH_BYTE_ARRAY),
    ),
  ],
]);

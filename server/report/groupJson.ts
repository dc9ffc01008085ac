import { filesOf, groupRecords, type GroupText } from './groupText';
import { scoreRecord } from './record';

/** The scores as `nnsim outputs --json` and `nnsim group --json` name them, with the models and what was said of them. */
export const groupJson: GroupText = {
  write(known) {
    const { report, pairs } = known;
    const { of, models, rows, outputs, notes } = report;
    const records = groupRecords(known);
    const files = filesOf(known);
    const fileOf = (at: number): string => files[at]?.file ?? '';
    const document = {
      kind: of,
      models: models.map(({ tensor, shape, kind = null, accuracy }, at) => {
        const instances = known.ran && { instances: files[at]?.instances ?? null };
        return { file: fileOf(at), ...instances, tensor, shape, outputs: kind, accuracy };
      }),
      rows,
      labels: outputs?.labels ?? null,
      set: records.set,
      pairs: records.pairs,
      mean: scoreRecord(pairs.mean, '', ''),
      replacements:
        outputs?.replacements.map(({ share, by }, at) => {
          return { baseline: fileOf(at), discrepancy: share, by: fileOf(by) };
        }) ?? null,
      notes,
    };
    return `${JSON.stringify(document, null, 2)}\n`;
  },
};

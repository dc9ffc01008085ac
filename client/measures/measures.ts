import type {
  Comparison,
  ComparisonKind,
  ComparisonRequest,
  MeasureCall,
  MeasureDescription,
} from '../../server/protocol';
import type { Server } from '../languageClient';
import { parseMeasureCall } from './measureCall';
import { defaultMeasure } from '../settings';

/** The server's measures, asked for once. */
export class Measures {
  private list: Promise<readonly MeasureDescription[]> | undefined;

  constructor(private readonly server: Server) {}

  all(): Promise<readonly MeasureDescription[]> {
    this.list ??= this.server.request('nnsim/measures', {}).catch((error: unknown) => {
      this.list = undefined;
      throw error;
    });
    return this.list;
  }

  /** The measures that fit a kind of comparison. Class scores and gradients are no layers: their measures have their own place. */
  async fitting(kind: ComparisonKind | undefined): Promise<readonly MeasureDescription[]> {
    const all = await this.all();
    if (kind === undefined)
      return all.filter(({ compares }) => compares === 'representations' || compares === 'weights');
    return all.filter(
      ({ compares }) => compares === 'representations' || (compares === 'weights' && kind === 'weights'),
    );
  }

  /** Ids of the measures that need a label for each instance. */
  async labelled(): Promise<readonly string[]> {
    return (await this.all()).filter(({ needs }) => needs.labels).map(({ id }) => id);
  }

  /** What the setting says. */
  async byDefault(): Promise<MeasureCall> {
    return this.parse(defaultMeasure());
  }

  async parse(text: string): Promise<MeasureCall> {
    return parseMeasureCall(text, await this.all());
  }

  /** What two files are compared by when nobody has chosen: for weights the first measure made for weights. */
  async defaultFor(files: Omit<ComparisonRequest, 'measure'>): Promise<MeasureCall> {
    const measure = await this.byDefault();
    const forWeights = (await this.all()).find(({ compares }) => compares === 'weights');
    if (forWeights === undefined) return measure;
    const { kind } = await this.server.request('nnsim/plan', { ...files, measure });
    return kind === 'weights' ? { id: forWeights.id, parameters: {} } : measure;
  }

  async directionOf({ measure }: Comparison): Promise<'similarity' | 'distance'> {
    return (await this.all()).find(({ id }) => id === measure.id)?.direction ?? 'similarity';
  }
}

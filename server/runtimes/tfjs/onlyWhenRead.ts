import {
  type DataType,
  getKernel,
  type NamedTensorInfoMap,
  registerKernel,
  type TensorInfo,
  unregisterKernel,
} from '@tensorflow/tfjs-core';

type Numbers = Float32Array | Int32Array | Uint8Array;

/** The parts of the backend in JavaScript that are used. */
interface Cpu {
  readonly data: { get(id: object): { values?: Numbers } };
  disposeData(id: object): unknown;
  makeTensorInfo(shape: readonly number[], type: DataType, values?: Numbers): TensorInfo;
}

/**
 * Has a kernel for the gradient by a filter compute only once its result is read. Operators that were joined to one ask for
 * the gradients of all they take at once, and those by weights, several times as dear as the rest, are not wanted here.
 */
export function onlyWhenRead(name: string): void {
  const kernel = getKernel(name, 'cpu');
  unregisterKernel(name, 'cpu');
  registerKernel({
    ...kernel,
    kernelFunc: ({ inputs, attrs = {}, backend }) => {
      const cpu = backend as Cpu;
      const shape = attrs.filterShape as number[];
      const result = cpu.makeTensorInfo(shape, 'float32');
      // The arrays themselves: their tensors may be gone by then.
      const given = Object.entries(inputs).flatMap(([key, info]) => {
        return info === undefined ? [] : [[key, info, cpu.data.get(info.dataId).values] as const];
      });
      Object.defineProperty(cpu.data.get(result.dataId), 'values', {
        configurable: true,
        get() {
          const copies: NamedTensorInfoMap = Object.fromEntries(
            given.map(([key, info, values]) => [key, cpu.makeTensorInfo(info.shape, info.dtype, values)]),
          );
          const found = kernel.kernelFunc({ inputs: copies, attrs, backend }) as TensorInfo;
          const { values } = cpu.data.get(found.dataId);
          for (const info of [...Object.values(copies), found]) if (info) cpu.disposeData(info.dataId);
          Object.defineProperty(this, 'values', { value: values, writable: true });
          return values;
        },
      });
      return result;
    },
  });
}

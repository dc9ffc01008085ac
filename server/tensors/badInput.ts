/**
 * Input the program cannot work with. The message is one sentence for a person: it names the file, tensor or byte
 * offset, what is wrong and, where there is something to do, what. Everything else thrown is a defect of ours.
 */
export class BadInput extends Error {
  override readonly name = 'BadInput';
}

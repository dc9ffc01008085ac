import { attack } from './attack';
import type { Command } from './command';
import { compare } from './compare';
import { describe } from './describe';
import { group } from './group';
import { guide } from './guide';
import { inspect } from './inspect';
import { measures } from './measures';
import { outputs } from './outputs';
import { runModels } from './runModels';
import { stitch } from './stitch';

/** Every command of `nnsim`, in the order the help lists them. */
export const commands = {
  inspect,
  compare,
  group,
  describe,
  outputs,
  run: runModels,
  attack,
  stitch,
  measures,
  guide,
} satisfies Record<string, Command>;

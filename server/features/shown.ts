import { followOwn } from './answer';
import type { Feature } from './feature';
import { flag, object, path } from './parameters';

/** `nnsim/shown` and `nnsim/trusted`: what the person looks at and whether the background may work for it. */
export const shown: Feature = {
  register(host) {
    followOwn(host, 'nnsim/shown', object({ path, visible: flag }), (params) =>
      host.background.shown(params.path, params.visible),
    );
    followOwn(host, 'nnsim/trusted', object({ trusted: flag }), ({ trusted }) => host.changeTrust(trusted));
  },
};

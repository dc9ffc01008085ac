import type { Feature } from './feature';

/** `nnsim/activity`: what the server is doing, at most every tenth of a second. */
export const activity: Feature = {
  register(host) {
    host.jobs.onActivity(() => host.activityChanged());
    host.activityChanged();
  },
};

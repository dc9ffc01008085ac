// Property tests draw the same cases in every run, so that a run says something about the change it tests; other cases
// with NNSIM_SEED=random or a number of your own. A failure prints its seed.
const { configureGlobal } = require('fast-check');

const wanted = process.env.NNSIM_SEED ?? '20261124';
if (wanted !== 'random') configureGlobal({ seed: Number(wanted) });

/** Why a measure of labels has no value without them, after its name. */
export const labelsNeeded = 'needs labels: give a file with one class number for each row.';

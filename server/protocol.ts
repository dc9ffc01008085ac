/**
 * THE protocol: everything that crosses a process boundary between the editor, the language server, the command line
 * and the webviews. Plain data; imports nothing but its own parts. Names from files travel as values, never as object
 * keys.
 */
export * from './protocol/endings';
export * from './protocol/models';
export * from './protocol/measures';
export * from './protocol/comparisons';
export * from './protocol/readings';
export * from './protocol/requests';
export * from './protocol/advice';
export * from './protocol/rawArrays';
export * from './protocol/outputs';
export * from './protocol/share';
export * from './protocol/groups';
export * from './protocol/running';

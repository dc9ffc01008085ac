/** Styles are collected by the bundler into a file beside the script. */
declare module '*.css';

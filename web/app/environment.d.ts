/** True in builds made with VITE_DEMO=1. Replaced by a literal when bundling, so that demo code can be cut out. */
declare const __DEMO__: boolean;

declare module 'postcss-simple-vars';

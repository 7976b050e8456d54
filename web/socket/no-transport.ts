/**
 * Replaces transports of engine.io-client in each page's first scripts, which saves almost 2 kB: one is never used, the
 * other is loaded when needed.
 */
export class WT {}
export class XHR {}

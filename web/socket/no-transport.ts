/** Replaces transports of engine.io-client that are unused or loaded later: 2 kB less in each page's first scripts. */
export class WT {}
export class XHR {}

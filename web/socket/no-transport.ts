/**
 * Stands in for transports of engine.io-client in each page's first scripts: one is never asked for, the other comes
 * when it is needed. Together they are almost two kilobytes.
 */
export class WT {}
export class XHR {}

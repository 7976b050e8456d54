/** Stands in for a transport of engine.io-client that is never asked for, and would be a kilobyte of each page. */
export class WT {}

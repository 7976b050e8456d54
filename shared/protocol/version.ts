/** The wire's version. A client names the one it speaks in its handshake; 1 is meant when it names none. */
export const PROTOCOL = 1
export const PROTOCOL_MIN = 1
export const PROTOCOL_MAX = 1

/**
 * What changed with each version, newest first:
 * 1 — the first.
 */

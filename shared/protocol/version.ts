/** The wire's version, so far the first. A client names the one it speaks in its handshake; 1 is the default. */
export const PROTOCOL = 1
export const PROTOCOL_MIN = 1
export const PROTOCOL_MAX = 1

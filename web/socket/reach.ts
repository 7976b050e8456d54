/**
 * What plain HTTP tells of the server: it answers; it has too much to do; a proxy says that it is away; or nothing
 * of the server's comes back.
 */
export type Reach = 'answers' | 'busy' | 'down' | 'unreachable'

/**
 * Why there is no connection: no network at all; nothing of the server's comes back; a proxy says that it is away; it
 * has too much to do; pages get through and connections do not; or nothing is known yet.
 */
export type Why = 'no-network' | 'unreachable' | 'down' | 'busy' | 'blocked' | 'reconnecting'

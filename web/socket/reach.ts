/**
 * What a plain HTTP request shows: the server answers, is overloaded, is down according to a proxy, or sends nothing.
 */
export type Reach = 'answers' | 'busy' | 'down' | 'unreachable'

/**
 * Why there is no connection: no network, no answer from the server, a proxy reports it down, overload, a network that
 * blocks connections but lets pages through, or not known yet.
 */
export type Why = 'no-network' | 'unreachable' | 'down' | 'busy' | 'blocked' | 'reconnecting'

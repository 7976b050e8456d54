/** Socket.IO's namespaces, each a stream of its own: buyers, sellers, displays. */
export const namespaces = ['/', '/seller', '/board'] as const
export type NamespaceName = (typeof namespaces)[number]

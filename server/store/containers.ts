/** Makes what a market lives in: tests hand in containers that count what is read and written. */
export interface Containers {
  map<Key, Value>(): Map<Key, Value>
  list<Value>(): Value[]
}

export const plainContainers: Containers = { map: () => new Map(), list: () => [] }

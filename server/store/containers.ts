/** Creates the collections of a market; tests pass containers that count reads and writes. */
export interface Containers {
  map<Key, Value>(): Map<Key, Value>
  list<Value>(): Value[]
}

export const plainContainers: Containers = { map: () => new Map(), list: () => [] }

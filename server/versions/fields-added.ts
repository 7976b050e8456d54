import type { Step } from './upcast.ts'

/** An entry as written by any release: as much as the steps read. */
export interface WrittenEntry {
  readonly v: number
  readonly seq: number
  readonly events: readonly { readonly type: string }[]
}

/** A snapshot's manifest as written by any release. */
export interface WrittenManifest {
  readonly version: number
  readonly shops: readonly object[]
  readonly products: readonly object[]
  readonly orderParts: readonly object[]
  readonly movementParts: readonly object[]
}

/** The steps to a version from which on shops and products have more fields; the older ones get these values. */
export function fieldsAdded({ product = {}, shop = {} }: { product?: object; shop?: object }): {
  entry: Step<WrittenEntry>
  manifest: Step<WrittenManifest>
} {
  return {
    entry: (entry) => ({
      ...entry,
      v: entry.v + 1,
      events: entry.events.map((event) => {
        if (event.type === 'product:created') return { ...product, ...event }
        return event.type === 'shop:opened' ? { ...shop, ...event } : event
      }),
    }),
    manifest: (manifest) => ({
      ...manifest,
      version: manifest.version + 1,
      shops: manifest.shops.map((each) => ({ ...shop, ...each })),
      products: manifest.products.map((each) => ({ ...product, ...each })),
    }),
  }
}

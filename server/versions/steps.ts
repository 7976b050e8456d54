import type { Entry } from '../market/event.ts'
import { fieldsAdded, type WrittenEntry, type WrittenManifest } from './fields-added.ts'
import { type Step, upcast } from './upcast.ts'

/**
 * What each version changed, oldest first. A new kind of event needs a step too, even one that changes nothing but the
 * version: it makes an older release stop with a clear message.
 */
const from1 = fieldsAdded({
  product: { accountsOnly: false },
  shop: { collectMinutes: null, accountsOnly: false },
})
const from2 = fieldsAdded({ product: { sku: null } })

export const entrySteps: readonly Step<WrittenEntry>[] = [from1.entry, from2.entry]
export const manifestSteps: readonly Step<WrittenManifest>[] = [
  (manifest) => withPartVersions(from1.manifest(manifest), 1),
  from2.manifest,
]

/** What this release writes. */
export const entryVersion = entrySteps.length + 1
export const manifestVersion = manifestSteps.length + 1

/** The entry in the form of this release. Throws a `NewerVersion` when a newer one wrote it. */
export function upcastEntry(entry: WrittenEntry): Entry {
  // The usual case: a start reads millions of entries.
  const current = entry.v === entryVersion ? entry : upcast(entry, entry.v, entrySteps, `Entry ${entry.seq}`)
  return current as Entry
}

/** The manifest in the form of this release. Throws a `NewerVersion` when a newer one wrote it. */
export const upcastManifest = <Manifest extends WrittenManifest>(manifest: Manifest): Manifest =>
  upcast<WrittenManifest>(manifest, manifest.version, manifestSteps, 'It') as Manifest

/** Parts outlive the manifest they were written with, so from version 2 on it says of each which form that has. */
const withPartVersions = (manifest: WrittenManifest, version: number): WrittenManifest => ({
  ...manifest,
  orderParts: manifest.orderParts.map((part) => ({ ...part, version })),
  movementParts: manifest.movementParts.map((part) => ({ ...part, version })),
})

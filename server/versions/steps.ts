import { Explained } from '../errors/explained.ts'
import type { Entry } from '../market/event.ts'

/** A newer release wrote this; what it means, this one could only guess. */
export class NewerVersion extends Explained {
  override name = 'NewerVersion'
}

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

/** Turns the form of one version into that of the next. Pure; never changed once a release contains it. */
type Step<Form> = (form: Form) => Form

/**
 * What each version changed, oldest first. A new kind of event needs a step too, even one that changes nothing but the
 * version: it makes an older release stop with a clear message.
 */
const from1 = fieldsAdded({
  product: { accountsOnly: false },
  shop: { collectMinutes: null, accountsOnly: false },
})
const from2 = fieldsAdded({ product: { sku: null } })
/** `shop:edited` may have `reopensAt`, `shop:reopened` is new, and `order:cancelled` may have `restock`. */
const from3 = fieldsAdded({ shopState: { reopensAt: null } })
const from4 = fieldsAdded({
  product: { content: {} },
  shop: { avatar: null, banner: null, color: null },
})

export const entrySteps: readonly Step<WrittenEntry>[] = [from1.entry, from2.entry, from3.entry, from4.entry]
export const manifestSteps: readonly Step<WrittenManifest>[] = [
  (manifest) => withPartVersions(from1.manifest(manifest), 1),
  from2.manifest,
  from3.manifest,
  from4.manifest,
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

interface Added {
  product?: object
  shop?: object
  /** What no event sets, so that only snapshots have it. */
  shopState?: object
}

/** The steps to a version from which on shops and products have more fields; the older ones get these values. */
function fieldsAdded({ product = {}, shop = {}, shopState = {} }: Added): {
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
      shops: manifest.shops.map((each) => ({ ...shop, ...shopState, ...each })),
      products: manifest.products.map((each) => ({ ...product, ...each })),
    }),
  }
}

/**
 * Brings a form from its version to the newest: the step from version n is `steps[n - 1]`. Throws a
 * {@link NewerVersion} when a newer release wrote it; `what` names it in the message.
 */
function upcast<Form>(form: Form, version: unknown, steps: readonly Step<Form>[], what: string): Form {
  const newest = steps.length + 1
  if (typeof version !== 'number' || !Number.isSafeInteger(version) || version < 1)
    throw new Explained(`${what} has version ${version}, which no release of Souk has. Restore a backup.`)
  if (version > newest)
    throw new NewerVersion(
      `${what} has version ${version}: a newer Souk wrote it, and this one reads versions up to ${newest}. Start the newer one.`,
    )
  return steps.slice(version - 1).reduce((former, step) => step(former), form)
}
